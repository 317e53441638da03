import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApi } from '../../support/openapi.js';

interface Operation {
  operationId: string;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}

/** Whether answers are as `vlens.yaml` says, operation by operation. */
export class DocumentedAnswers {
  /** One for all: what it compiles is the same for each sandbox. */
  static readonly shared = new DocumentedAnswers();
  private readonly document = openApi<OpenApi>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  private constructor() {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ ...this.document, $id: 'vlens' });
  }

  /** Every operation of the document, as `METHOD /path`. */
  operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** The operation that a call is for; null where the document has none. */
  operationOf(method: string, path: string): string | null {
    return (
      this.operations().find((operation) => {
        const [itsMethod, template = ''] = operation.split(' ');
        const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
        return itsMethod === method && pattern.test(path);
      }) ?? null
    );
  }

  /** What is wrong with this body; null where nothing is. */
  error(operation: string, body: unknown): string | null {
    const validate = this.validators.get(operation) ?? this.compile(operation);
    this.validators.set(operation, validate);
    return validate(body) ? null : this.ajv.errorsText(validate.errors);
  }

  /** What is wrong with what the document says is sent to a tenant's endpoint; null where nothing is. */
  webhookError(name: string, body: unknown): string | null {
    const validate = this.validators.get(name) ?? this.compileAt(['webhooks', name, 'post', 'requestBody']);
    this.validators.set(name, validate);
    return validate(body) ? null : this.ajv.errorsText(validate.errors);
  }

  private compile(operation: string): ValidateFunction {
    const [method = '', path = ''] = operation.split(' ');
    return this.compileAt(['paths', path, method.toLowerCase(), 'responses', '200']);
  }

  private compileAt(place: string[]): ValidateFunction {
    const pointer = [...place, 'content', 'application/json', 'schema'];
    const escaped = pointer.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')));
    return this.ajv.compile({ $ref: `vlens#/${escaped.join('/')}` });
  }
}
