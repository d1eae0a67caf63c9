import { postsOn } from '../../../fixtures/scenario.ts';
import type { CallFact, Device, Media, Person, Post, Story, Thread } from '../../../fixtures/story.ts';
import { ModelWriter, attribute, field, models, oneModel, time } from './fixture-xml.ts';

/** Changes that a test plants into what the tool is said to have decoded. */
export interface Planted {
  /** serverId to another body. */
  readonly bodies?: Readonly<Record<string, string>>;
  /** serverIds that the tool left out. */
  readonly leftOut?: ReadonlySet<string>;
  /** serverIds of messages that the databases in the report do not hold. */
  readonly carved?: ReadonlySet<string>;
  /** serverId to an id under which the tool has a message that is in no database. */
  readonly invented?: Readonly<Record<string, string>>;
  readonly states?: Readonly<Record<string, string>>;
  /** serverId to milliseconds by which the tool's time is off. */
  readonly shifts?: Readonly<Record<string, number>>;
}

const KINDS: Readonly<Record<string, string>> = { image: 'Image', gif: 'Image', sticker: 'Image', video: 'Video', audio: 'Audio', voice: 'Audio' }; // prettier-ignore

/** Writes report.xml of one device. */
export class ReportWriter {
  readonly #story: Story;
  readonly #device: Device;
  readonly #planted: Planted;
  readonly #write = new ModelWriter();
  readonly #files = new Map<string, string>();
  readonly #tagged: string[] = [];
  readonly #origins: string[] = [];
  readonly #persons: ReadonlyMap<string, Person>;
  readonly #originals: ReadonlyMap<string, Post>;
  readonly #sizes = new Map<string, number>();
  #row = 0;

  constructor(story: Story, device: Device, planted: Planted = {}) {
    this.#story = story;
    this.#device = device;
    this.#planted = planted;
    this.#originals = new Map([...story.posts()].map((post) => [post.serverId, post]));
    this.#persons = new Map(story.persons.map((person) => [person.id, person]));
  }

  holds(post: Post): boolean {
    return ['one-to-one', 'group', 'channel'].includes(this.#thread(post.thread).type);
  }

  hasFile(post: Post): boolean {
    return post.body.type === 'media' && post.body.media.presentOn.includes(this.#device.id) && post.revoked === null;
  }

  /** Lists the file of a post, and its path on the device where it is known; gives its path in the report's folder. */
  fileOf(post: Post, sizeBytes: number, md5: string, device: string | null = null): string {
    if (post.body.type !== 'media') throw new Error(`fixture: ${post.serverId} has no media`);
    const { name, type } = post.body.media;
    const folder = KINDS[type] ?? 'Document';
    // Two files of one name cannot lie in one folder of a report.
    const local = `files/${folder}/${this.#files.size}-${name.replace(/[^\w.-]/gu, '_')}`;
    this.#list(post.serverId, device ?? `/storage/emulated/0/WhatsApp/Media/${name}`, local, sizeBytes, md5);
    return local;
  }

  /** Lists a file that lies in the report's folder. */
  list(device: string, local: string, sizeBytes: number, md5: string): void {
    this.#list(device, device, local, sizeBytes, md5);
  }

  #list(of: string, device: string, local: string, sizeBytes: number, md5: string): void {
    const id = this.#write.nextId();
    this.#files.set(of, id);
    this.#tagged.push(
      `<file fs="data" fsid="f" path="${attribute(device)}" size="${sizeBytes}" id="${id}" extractionId="0" deleted="Intact" embedded="false" isrelated="False" source_index="1"><metadata section="File"><item name="Local Path"><![CDATA[${local.replaceAll('/', '\\')}]]></item><item name="MD5"><![CDATA[${md5}]]></item></metadata></file>`,
    );
  }

  report(): string {
    const posts = [...postsOn(this.#story, this.#device.id)].filter((post) => this.holds(post));
    const byThread = Map.groupBy(posts, ({ thread }) => thread);
    const chats = [...byThread].map(([id, all]) => this.#chat(this.#thread(id), all));
    const calls = this.#story.calls.filter(({ on }) => on.includes(this.#device.id)).map((call) => this.#call(call));
    const contacts = Object.entries(this.#device.contacts).map(([id, name]) => this.#contact(id, name));
    const name = attribute(`${this.#device.id} & report`);
    return `<?xml version="1.0" encoding="utf-8"?>
<project id="0a0b0c0d-1111-4000-8000-000000000000" name="${name}" reportVersion="7.43" containsGarbage="False" extractionType="FileSystem" NodeCount="0" ModelCount="${chats.length}" xmlns="http://pa.cellebrite.com/report/2.0">
<sourceExtractions><extractionInfo id="0" name="File System" type="FileSystem" deviceName="${attribute(this.#device.id)}" index="0" IsPartialData="False" /></sourceExtractions>
<metadata section="Device Info"><item name="DeviceInfoIMEI" systemtype="System.String"><![CDATA[490154203237518]]></item></metadata>
<taggedFiles>
${this.#tagged.join('\n')}
</taggedFiles>
<decodedData>
<modelType type="Chat">
${chats.join('\n')}
</modelType>
<modelType type="Call">
${calls.join('\n')}
</modelType>
<modelType type="Contact">
${contacts.join('\n')}
</modelType>
</decodedData>
<extraInfos>
${this.#origins.join('\n')}
</extraInfos>
<projectConfigurations><timeZoneConfigurations enableDaylightSavings="False" selectedTimeZone="${this.#device.zone}" /></projectConfigurations>
</project>
`;
  }

  #chat(thread: Thread, posts: readonly Post[]): string {
    const other = thread.members.find(({ person }) => person !== this.#device.owner)?.person ?? this.#device.owner;
    const id = thread.number === null ? this.#identifier(other, thread) : `${thread.number}@${thread.type === 'channel' ? 'newsletter' : 'g.us'}`; // prettier-ignore
    const parties = thread.members.map(({ person, role }) => this.#party(person, thread, 'Parties', thread.type === 'group' ? [field('IsGroupAdmin', role === 'member' ? 'False' : 'True', 'Boolean')] : [])); // prettier-ignore
    return this.#write.model('Chat', [
      field('Source', 'WhatsApp'),
      field('Id', id),
      field('Name', thread.subject),
      field('ChatType', { 'one-to-one': 'OneOnOne', group: 'Group', channel: 'Channel' }[thread.type as string] ?? 'Unknown', 'ChatType'), // prettier-ignore
      time('StartTime', thread.createdMs),
      models('Participants', 'Party', thread.type === 'channel' ? [] : parties),
      models('Messages', 'InstantMessage', posts.filter(({ serverId }) => this.#planted.leftOut?.has(serverId) !== true).map((post) => this.#message(thread, post))), // prettier-ignore
    ]);
  }

  #message(thread: Thread, post: Post): string {
    const { body } = post;
    const text = this.#planted.bodies?.[post.serverId] ?? textOf(post);
    const isSystem = body.type === 'system';
    const from = isSystem
      ? this.#write.model('Party', [field('Identifier', 'System Message'), field('Name', 'System Message')], { state: 'Unknown' }) // prettier-ignore
      : post.sender === null
        ? null
        : this.#party(post.sender, thread, 'From', []);
    const readers = post.receipts.map((one) => this.#party(one.person, thread, 'To', [time('DateDelivered', one.deliveredMs), time('DateRead', one.readMs), time('DatePlayed', one.playedMs)])); // prettier-ignore
    const { id, xml } = this.#write.named(
      'InstantMessage',
      [
        field('Source', 'WhatsApp'),
        oneModel('From', 'Party', from),
        models('To', 'Party', readers),
        field('Body', post.revoked === null ? text : null),
        field('Identifier', this.#planted.invented?.[post.serverId] ?? post.serverId),
        time('TimeStamp', this.#storedMs(post)),
        models(
          'Attachments',
          'Attachment',
          body.type === 'media' && post.revoked === null ? [this.#attachment(post)] : [],
        ),
        field('Status', post.sender === this.#device.owner ? 'Sent' : 'Read', 'MessageStatus'),
        models('SharedContacts', 'Contact', body.type === 'contact' && post.revoked === null ? body.cards.map(({ name }) => this.#write.model('Contact', [field('Name', name)])) : []), // prettier-ignore
        field('Type', 'AppMessage', 'InstantMessageType'),
        ...(post.expiresS === null ? [] : [field('SelfDestructDuration', spanOf(post.expiresS), 'TimeSpan')]),
        oneModel('Position', 'Coordinate', this.#position(post)),
        models('MessageExtraData', 'InstantMessageExtraData', this.#extras(thread, post)),
      ],
      { state: this.#planted.states?.[post.serverId] ?? 'Intact' },
    );
    this.#row += 1;
    this.#origins.push(
      `<extraInfo type="model" id="${id}"><sourceInfo><nodeInfos><nodeInfo name="msgstore.db" path="/data/data/com.whatsapp/databases/msgstore.db" size="1" tableName="message" offset="${this.#row * 64}" /></nodeInfos></sourceInfo></extraInfo>`,
    );
    return xml;
  }

  #extras(thread: Thread, post: Post): readonly string[] {
    if (post.revoked !== null) return [];
    const extras: string[] = [];
    const label = (name: string) => extras.push(this.#write.model('MessageLabel', [field('Label', name, 'Label')]));
    if (post.forwarded !== null) label('Forwarded');
    if (post.expiresS !== null) label('SelfDestruct');
    if (post.replyTo !== null) {
      const original = this.#originals.get(post.replyTo);
      if (original !== undefined) extras.push(this.#reply(thread, original));
    }
    return extras;
  }

  #reply(thread: Thread, original: Post): string {
    const sender = original.sender === null ? null : this.#party(original.sender, thread, 'From', []);
    const copy = this.#write.model('InstantMessage', [
      field('Source', 'WhatsApp'),
      oneModel('From', 'Party', sender),
      field('Body', textOf(original)),
      time('TimeStamp', this.#storedMs(original)),
      field('Identifier', original.serverId),
    ]);
    return this.#write.model('ReplyMessageData', [
      field('Label', 'Reply', 'Label'),
      field('OriginalMessageID', original.serverId),
      oneModel('InstantMessage', 'InstantMessage', copy),
    ]);
  }

  #position({ body, revoked }: Post): string | null {
    if (body.type !== 'location' || revoked !== null) return null;
    return this.#write.model('Coordinate', [
      field('Longitude', String(body.longitude), 'Double'),
      field('Latitude', String(body.latitude), 'Double'),
      field('Comment', body.name),
      field('PositionAddress', body.address),
    ]);
  }

  #attachment(post: Post): string {
    if (post.body.type !== 'media') throw new Error(`fixture: ${post.serverId} has no media`);
    const { media } = post.body;
    const file = this.#files.get(post.serverId);
    return this.#write.model(
      'Attachment',
      [
        field('Filename', media.name),
        field('ContentType', media.mediaType),
        `<dataField name="Data" type="MemoryRange"><source length="${this.#sizeOf(media)}" /></dataField>`,
        field('Title', media.durationS === null ? null : `Duration: ${spanOf(media.durationS)}`),
        field('Transcript', media.transcript),
      ],
      file === undefined ? {} : { file },
    );
  }

  /** Drawing a picture takes longer than the rest; many posts share one. */
  #sizeOf(media: Media): number {
    const known = this.#sizes.get(media.name) ?? media.content().length;
    this.#sizes.set(media.name, known);
    return known;
  }

  #call(call: CallFact): string {
    const thread = this.#thread(call.thread);
    const isOwn = call.caller === this.#device.owner;
    const skew = isOwn ? this.#device.clockSkewMs : 0;
    return this.#write.model('Call', [
      field('Source', 'WhatsApp'),
      field('Direction', isOwn ? 'Outgoing' : 'Incoming', 'CallDirection'),
      field('Status', { answered: 'Established', missed: 'Missed', rejected: 'Rejected', cancelled: 'Cancelled' }[call.outcome], 'CallStatus'), // prettier-ignore
      time('TimeStamp', call.startedMs + skew),
      field('Duration', spanOf(call.durationS), 'TimeSpan'),
      field('VideoCall', call.video ? 'True' : 'False', 'Boolean'),
      models('Parties', 'Party', [
        this.#party(call.caller, thread, 'From', []),
        ...call.callees.map((person) => this.#party(person, thread, 'To', [])),
      ]),
    ]);
  }

  #contact(id: string, name: string): string {
    const entry = (type: string, value: string) => this.#write.model(type, [field('Category', 'Mobile'), field('Value', value)]); // prettier-ignore
    const { phone } = this.#person(id);
    return this.#write.model('Contact', [
      field('Source', 'WhatsApp'),
      field('Name', name),
      models('Entries', 'ContactEntry', [entry('UserID', `${phone}@s.whatsapp.net`), entry('PhoneNumber', `+${phone}`)]), // prettier-ignore
    ]);
  }

  #party(id: string, thread: Thread, role: string, more: readonly string[]): string {
    const { selfName } = this.#person(id);
    return this.#write.model(
      'Party',
      [
        field('Identifier', this.#identifier(id, thread)),
        field('Role', role, 'PartyRole'),
        field('Name', this.#device.contacts[id] ?? (selfName === '' ? null : selfName)),
        field('IsPhoneOwner', id === this.#device.owner ? 'True' : 'False', 'Boolean'),
        ...more,
      ],
      { state: 'Unknown' },
    );
  }

  #identifier(id: string, thread: Thread): string {
    const { phone, hiddenId } = this.#person(id);
    const isHidden = thread.usesHiddenIds && hiddenId !== null && id !== this.#device.owner;
    return isHidden ? `${hiddenId}@lid` : `${phone}@s.whatsapp.net`;
  }

  #storedMs(post: Post): number {
    const shift = this.#planted.shifts?.[post.serverId] ?? 0;
    return post.sentMs + (post.sender === this.#device.owner ? this.#device.clockSkewMs : 0) + shift;
  }

  #person(id: string): Person {
    const person = this.#persons.get(id);
    if (person === undefined) throw new Error(`fixture: no person ${id}`);
    return person;
  }

  #thread(id: string): Thread {
    const thread = this.#story.threads.find((one) => one.id === id);
    if (thread === undefined) throw new Error(`fixture: no thread ${id}`);
    return thread;
  }
}

function textOf({ body }: Post): string | null {
  switch (body.type) {
    case 'text':
    case 'link':
      return body.text;
    case 'media':
      return body.caption;
    case 'poll':
      return body.question;
    case 'system':
      return `${body.system.action}: a line that the app wrote`;
    case 'unknown':
      return body.text;
    case 'location':
    case 'contact':
      return null;
  }
}

function spanOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return `${days > 0 ? `${days}.` : ''}${clock.map(two).join(':')}`;
}
