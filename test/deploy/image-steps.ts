import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import {
  type Copy,
  DockerfileParser,
  type Healthcheck,
  type Instruction,
  type JSONInstruction,
  type PropertyInstruction,
} from 'dockerfile-ast';
import { ROOT } from '../support/root.js';

/** What an image holds and how it is started, as a Dockerfile says. */
export interface Image {
  /** Its root folder. */
  root: string;
  /** Inside it. */
  workingFolder: string;
  env: Record<string, string>;
  user: string;
  command: string[];
  healthCheck: string[];
  /** The folder of the checkout that its package.json comes from. */
  packageFolder: string;
}

/**
 * Takes the steps of the Dockerfile in folders, without an engine: `COPY` copies what .dockerignore lets through, `RUN` runs
 * with this machine's Node in place of the base image's. One thing is different: `npm ci` brings what is installed here.
 */
export class DockerfileSteps {
  readonly images = new Map<string, Image>();
  private constructor(
    private readonly folder: string,
    private readonly allowed: ReadonlySet<string>,
  ) {}

  static async take(): Promise<DockerfileSteps> {
    // Its user must get in, who is nobody here.
    const folder = await mkdtemp(join(tmpdir(), 'image-'));
    await chmod(folder, 0o755);
    const ignored = await readFile(join(ROOT, '.dockerignore'), 'utf8');
    const allowed = [...ignored.matchAll(/^!(.+)$/gm)].map(([, name = '']) => name);
    const steps = new DockerfileSteps(folder, new Set(allowed));
    const dockerfile = DockerfileParser.parse(await readFile(join(ROOT, 'Dockerfile'), 'utf8'));
    let image: Image | null = null;
    for (const instruction of dockerfile.getInstructions()) {
      image = await steps.step(instruction, image);
    }
    return steps;
  }

  image(name: string): Image {
    const image = this.images.get(name);
    if (!image) throw new Error(`The Dockerfile has no ${name}.`);
    return image;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async step(instruction: Instruction, image: Image | null): Promise<Image | null> {
    const keyword = instruction.getKeyword();
    const words = instruction.getExpandedArguments().map((argument) => argument.getValue());
    if (keyword === 'FROM') return this.begin(words);
    if (!image) return null;
    switch (keyword) {
      case 'WORKDIR':
        image.workingFolder = words[0] ?? '/';
        await mkdir(inside(image), { recursive: true });
        break;
      case 'ENV':
        for (const property of (instruction as PropertyInstruction).getProperties()) {
          image.env[property.getName()] = property.getValue() ?? '';
        }
        break;
      case 'COPY':
        await this.copy(instruction as Copy, words, image);
        break;
      case 'RUN':
        await this.run(instruction.getArgumentsContent() ?? '', image);
        break;
      case 'USER':
        image.user = words[0] ?? '';
        break;
      case 'CMD':
        image.command = stringsOf(instruction as JSONInstruction);
        break;
      case 'HEALTHCHECK':
        image.healthCheck = commandOf(instruction as Healthcheck);
        break;
      case 'ARG':
      case 'LABEL':
      case 'EXPOSE':
      case 'STOPSIGNAL':
        break;
      default:
        throw new Error(`Nothing here takes a step ${keyword}.`);
    }
    return image;
  }

  private async begin([, , name = '']: string[]): Promise<Image> {
    const root = join(this.folder, name);
    await mkdir(root);
    const image = {
      root,
      workingFolder: '/',
      env: {},
      user: '',
      command: [],
      healthCheck: [],
      packageFolder: '.',
    };
    this.images.set(name, image);
    return image;
  }

  private async copy(instruction: Copy, words: string[], image: Image): Promise<void> {
    const from = instruction.getFromFlag()?.getValue();
    const target = words.at(-1) ?? '';
    const sources = words.slice(0, -1);
    for (const source of sources) {
      if (!from && ![...this.allowed].some((name) => source === name || source.startsWith(`${name}/`))) {
        throw new Error(`${source} is copied, but .dockerignore leaves it out.`);
      }
      const path = from ? join(this.image(from).root, source) : join(ROOT, source);
      if (!from && basename(source) === 'package.json' && target === './')
        image.packageFolder = dirname(source);
      const isInto = target.endsWith('/') && !(await stat(path)).isDirectory();
      const goal = isInto ? join(inside(image), target, basename(source)) : join(inside(image), target);
      await cp(path, goal, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => from !== undefined || !/\/(node_modules|dist)$/.test(file),
      });
    }
  }

  private async run(command: string, image: Image): Promise<void> {
    if (command.startsWith('npm ci')) {
      for (const folder of ['.', 'sandbox', 'web', 'client']) await this.install(folder, image);
      return;
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: inside(image),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`RUN ${command} ends with ${status}:\n${stdout}${stderr}`);
  }

  /** A workspace may have packages of its own. */
  private async install(folder: string, image: Image): Promise<void> {
    const installed = join(ROOT, image.packageFolder, folder, 'node_modules');
    const workspace = join(inside(image), folder);
    if (existsSync(installed) && existsSync(workspace))
      await symlink(installed, join(workspace, 'node_modules'));
    // Of a package that is not installed here its image has none; what starts it is left out then.
    else if (folder === '.') await mkdir(join(workspace, 'node_modules'));
  }
}

const inside = ({ root, workingFolder }: Image) => join(root, workingFolder);

const stringsOf = (instruction: JSONInstruction) =>
  instruction.getJSONStrings().map((text) => JSON.parse(text.getValue()) as string);

/** The parser does not look into it. */
function commandOf(check: Healthcheck): string[] {
  const [, command = '[]'] = /CMD (\[.*\])$/s.exec(check.getArgumentsContent() ?? '') ?? [];
  return JSON.parse(command) as string[];
}
