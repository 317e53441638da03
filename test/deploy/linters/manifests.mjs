import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Reads an array of Kubernetes objects from its standard input and prints, as a JSON array of sentences, what a cluster would
 * not take: what the schema of their kind refuses, and fields that the kind does not have.
 */
const objects = JSON.parse(readFileSync(0, 'utf8'));
const refused = await Promise.all(objects.map(refusal));
process.stdout.write(JSON.stringify([...refused.filter((each) => each !== null), ...unknownFields()]));

/** Fields that only operators know have a package of their own. */
function packageOf({ apiVersion, kind }) {
  const isOfPrometheus = apiVersion.startsWith('monitoring.coreos.com/');
  const models = isOfPrometheus ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}`;
}

async function refusal(object) {
  const { [object.kind]: Model } = await import(packageOf(object));
  try {
    new Model(object).validate();
    return null;
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${error.message}`;
  }
}

/** The schemas let unknown fields pass; the kinds' types, to which a literal is held, do not. */
function unknownFields() {
  const file = fileURLToPath(new URL(`./held-to-types-${process.pid}.ts`, import.meta.url));
  const texts = objects.map(
    (object, at) =>
      `import { I${object.kind} as T${at} } from ${JSON.stringify(packageOf(object))};\n` +
      `export const object${at}: T${at} = ${JSON.stringify(object)};\n`,
  );
  writeFileSync(file, texts.join(''));
  try {
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  } finally {
    rmSync(file);
  }
}
