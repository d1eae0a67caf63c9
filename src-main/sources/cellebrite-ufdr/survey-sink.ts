import type { XmlAttributes, XmlSink } from '../../evidence/index.ts';
import { EntryReader, type Entry } from './entry-reader.ts';
import type { MetParty, People } from './people.ts';
import { serviceNamed } from './people.ts';
import { TOLD_AT_ONCE } from './report-sink.ts';

/** What is read of a model: the first value of each of these fields. */
type Wanted = 'Source' | 'SourceApplication' | 'Identifier' | 'Name' | 'IsPhoneOwner';
const WANTED: ReadonlySet<string> = new Set<Wanted>([
  'Source',
  'SourceApplication',
  'Identifier',
  'Name',
  'IsPhoneOwner',
]);
const FIELDS: ReadonlySet<string> = new Set(['field', 'multiField', 'modelField', 'multiModelField', 'dataField', 'nodeField']); // prettier-ignore
/** A value longer than this, in UTF-16 units, is cut. */
const LONGEST_VALUE = 1 << 20;
/** Parties of one model beyond these are not taken note of. */
const MOST_PARTIES = 100_000;

/** A model that is open. */
interface Open {
  readonly type: string;
  readonly start: number;
  readonly values: Partial<Record<Wanted, string>>;
  /** The field that is open. */
  field: string;
  /** Parties in it whose app is to be told by it or by a model around it. */
  parties: MetParty[];
}

/** Takes note of the parties in a report's models and of what is listed outside of them; holds no model. */
export class SurveySink implements XmlSink {
  readonly #people: People;
  readonly #entries: EntryReader;
  readonly #models: Open[] = [];
  /** The innermost of them. */
  #model: Open | null = null;
  #reads: Wanted | null = null;
  #text = '';
  /** The value is longer than is kept: nothing more of it is. */
  #isCut = false;
  /** Behind the last model; infinite as long as one is open. */
  modelsTo = 0;

  constructor(people: People, onEntry: (entry: Entry) => void) {
    this.#people = people;
    this.#entries = new EntryReader(onEntry);
  }

  /** The attributes of the root element. */
  get project(): XmlAttributes {
    return this.#entries.project;
  }

  get wantsText(): boolean {
    return this.#model === null ? this.#entries.wantsText : this.#reads !== null;
  }

  open(name: string, attributes: XmlAttributes, start: number): void {
    const model = this.#model;
    if (name === 'model') {
      this.#model = { type: attributes.get('type') ?? '', start, values: {}, field: '', parties: [] };
      this.#models.push(this.#model);
      this.#reads = null;
      this.modelsTo = Infinity;
    } else if (model === null) this.#entries.open(name, attributes, start);
    else if (name === 'value') {
      if (!isWanted(model.field) || model.values[model.field] !== undefined) return;
      this.#reads = model.field;
      this.#text = '';
      this.#isCut = false;
    } else if (FIELDS.has(name)) model.field = attributes.get('name') ?? '';
  }

  text(text: string): void {
    if (this.#model === null) this.#entries.text(text);
    else if (this.#isCut || this.#text.length + text.length > LONGEST_VALUE) this.#isCut = true;
    else this.#text += text;
  }

  close(name: string, end: number): void {
    if (name === 'model') this.#close(end);
    else if (this.#model === null) this.#entries.close(end);
    else if (name === 'value') {
      if (this.#reads !== null) this.#model.values[this.#reads] = this.#text;
      this.#reads = null;
    } else if (FIELDS.has(name)) this.#model.field = '';
  }

  /** To be called when nothing more is read: of a chat whose end was not reached what was read of it counts. */
  end(): void {
    const [outermost] = this.#models;
    if (outermost?.type === 'Chat') this.#tell(outermost, serviceNamed(appOf(outermost), 'Chat'));
    this.#models.length = 0;
    this.#model = null;
  }

  #close(end: number): void {
    const model = this.#models.pop();
    if (model === undefined) return;
    const parent = this.#models.at(-1) ?? null;
    this.#model = parent;
    this.#reads = null;
    if (model.type === 'Party') model.parties.unshift(partyOf(model, end));
    const app = appOf(model);
    if (parent === null) this.modelsTo = end;
    if (parent === null) this.#tell(model, serviceNamed(app, model.type));
    else if (this.#models.length === 1 && parent.type === 'Chat' && TOLD_AT_ONCE.has(parent.field))
      this.#tell(model, app === null ? serviceNamed(appOf(parent), 'Chat') : serviceNamed(app, model.type));
    else this.#pass(model, parent, app);
  }

  /** Hands the parties of a model on to the one around it, with its app where it names one. */
  #pass({ type, parties }: Open, parent: Open, app: string | null): void {
    for (const party of parties) {
      if (app !== null) party.service ??= serviceNamed(app, type);
      if (parent.parties.length < MOST_PARTIES) parent.parties.push(party);
    }
  }

  #tell({ parties }: Open, service: string): void {
    for (const party of parties) this.#people.meet(party, party.service ?? service);
  }
}

function isWanted(field: string): field is Wanted {
  return WANTED.has(field);
}

function appOf({ values }: Open): string | null {
  return orNull(values.Source) ?? orNull(values.SourceApplication);
}

function partyOf({ start, values }: Open, end: number): MetParty {
  return {
    identifier: orNull(values.Identifier),
    name: orNull(values.Name),
    isOwner: values.IsPhoneOwner?.toLowerCase() === 'true',
    span: { offset: start, length: end - start },
    service: null,
  };
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
