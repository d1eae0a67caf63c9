/** What the media view and the terminal are answered with: attachments with the message they belong to. */
import type { RecordState, Timestamp } from '../model/index.ts';
import type { AttachmentView, DerivationMethod, ItemView, Page } from './views.ts';

/** An attachment in a list of media, with what says whose it is. */
export interface MediaView extends AttachmentView {
  /** The message that refers to it. */
  readonly item: number;
  readonly conversation: number | null;
  readonly conversationTitle: string | null;
  readonly sender: ItemView['sender'];
  readonly direction: ItemView['direction'];
  readonly timeMs: number | null;
  readonly timeZone: Timestamp['zone'] | null;
  readonly state: RecordState;
  readonly source: number;
  readonly exhibitReference: string;
  /** A small picture of it is stored in the database. */
  readonly hasPreview: boolean;
  /** Size of the file with the content; `sizeBytes` is what the app stored. */
  readonly contentBytes: number | null;
  /** Attachments of the case whose content has the same SHA-256, this one included; 0 when its content is absent. */
  readonly copies: number;
  /** Marks of the message that refers to it. */
  readonly tags: ItemView['tags'];
  readonly notes: number;
  readonly bookmarked: boolean;
}

/** A page of media; a list of one kind still counts the others. */
export type MediaPage = Page<MediaView> & {
  /** Attachments under the filter, before kinds and presences narrow it, by kind as the app marks it. */
  readonly kinds: readonly {
    readonly type: string;
    readonly present: number;
    readonly thumbnail: number;
    readonly absent: number;
  }[];
};

/** Where else in the case a file lies that has the hash of an attachment's content, or the hash that the app stored for it. */
export interface SameFile {
  /** The hash that was looked for; null when neither is known. */
  readonly sha256: string | null;
  /** `content`: of the bytes in the exhibit. `stored`: what the app stored, because the content is absent. */
  readonly by: 'content' | 'stored' | null;
  /** Attachments with it, the one asked about included, and how many of them lack their content. */
  readonly attachments: number;
  readonly absent: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Most first, at most 200; `more` conversations are left out. */
  readonly conversations: readonly {
    readonly conversation: number | null;
    readonly title: string;
    readonly exhibitReference: string;
    readonly attachments: number;
    readonly firstMs: number | null;
    readonly lastMs: number | null;
    /** The earliest message with it there. */
    readonly item: number;
  }[];
  readonly more: number;
  /** Files of exhibits with this hash, at most 200 of `filesTotal`. */
  readonly files: readonly { readonly exhibitReference: string; readonly path: string; readonly sizeBytes: number }[];
  readonly filesTotal: number;
}

/** What an attachment's own bytes say of themselves. */
export interface MediaFacts {
  /** Type by the first bytes; null when they show none that is known. */
  readonly typeByBytes: string | null;
  /** Types that the app stored and that the name's ending stands for; null where there is none. */
  readonly typeStated: string | null;
  readonly typeByName: string | null;
  /** Which of the two names another kind of file than the bytes are. */
  readonly mismatches: readonly ('stated' | 'name')[];
  readonly exif: ExifView | null;
  /** What the structure of a sound or film says of itself, as stored; null for other files. */
  readonly structure: MediaStructureView | null;
  /** The position that its metadata state; nothing is checked. */
  readonly position: {
    readonly latitude: number;
    readonly longitude: number;
    readonly altitudeM: number | null;
    readonly saidBy: string;
    readonly stored: string;
    readonly time: string | null;
    readonly offset: number;
    readonly length: number;
  } | null;
  /** What is made of the bytes to show them; null where they are shown as they are. */
  readonly derived: DerivedView | null;
  /** How many of the file's bytes were read for this. */
  readonly readBytes: number;
  readonly sizeBytes: number;
}

/** A content that was made of a stored one to be shown. The same stored bytes and parameters give the same bytes. */
export interface DerivedView {
  readonly method: DerivationMethod;
  /** What it took besides the stored bytes, as it may be shown: of a key its fingerprint. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly storedSha256: string;
  /** Of what was made; null where nothing could be. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly type: string | null;
  /** Of a sound, by its samples. */
  readonly durationS: number | null;
  readonly refusal: 'damaged' | 'too-large' | 'decoder-failed' | null;
  /** Sentences on what in the stored bytes is damaged, though something may be made of the rest. */
  readonly damage: readonly string[];
}

/** Values out of the boxes of MP4, MOV, 3GP, M4A and HEIC, the pages of Ogg, an ID3 tag, the frames of AMR or the packets of SILK. */
export interface MediaStructureView {
  readonly form: 'ISO base media' | 'Ogg' | 'ID3' | 'AMR' | 'SILK';
  readonly facts: readonly {
    /** Where it lies in the file's own structure, for example `moov/mvhd`. */
    readonly within: string;
    readonly name: string;
    readonly value: string;
    readonly offset: number;
    readonly length: number;
  }[];
  readonly leftOut: number;
}

/** EXIF as a file holds it. Nothing is rounded or translated; what the camera states is not checked against anything. */
export interface ExifView {
  readonly byteOrder: 'little' | 'big';
  readonly entries: readonly ExifEntryView[];
  /** Entries that were left out: beyond the limit, or outside the bytes read. */
  readonly leftOut: number;
  /** Maker and model as stored. */
  readonly camera: string | null;
  /** `DateTimeOriginal` as stored, with its stated offset where there is one; most cameras state no zone. */
  readonly time: string | null;
  readonly place: {
    readonly latitude: number;
    readonly longitude: number;
    readonly altitudeM: number | null;
  } | null;
}

/** One stored value. */
export interface ExifEntryView {
  readonly group: 'image' | 'preview' | 'photo' | 'gps' | 'interoperability';
  readonly tag: number;
  /** Name in the standard; null for a tag that it does not name. */
  readonly name: string | null;
  readonly type: string;
  /** Text, numbers parted by blanks, ratios as `a/b`, other bytes in hexadecimal; cut at 400 characters. */
  readonly value: string;
  /** Where in the file the value lies. */
  readonly offset: number;
  readonly length: number;
}
