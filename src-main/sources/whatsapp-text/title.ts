// How the app names an export, per interface language; only a hint for the conversation's name. Origin: file names in the
// public test data of whats_json, ChatLab, frozenspider's chat-history-manager and WhatsR. Underscores may replace blanks.
const PATTERNS: readonly RegExp[] = [
  /^WhatsApp[ _]Chat[ _](?:with|mit|-)[ _](?<name>.+)$/u,
  /^Chat[ _](?:de[ _])?WhatsApp[ _](?:con|s[ _]uživatelem)[ _](?<name>.+)$/u,
  /^Conversa[ _][dn]o[ _]WhatsApp[ _]com[ _](?<name>.+)$/u,
  /^Discussion[ _]WhatsApp[ _]avec[ _](?<name>.+)$/u,
  /^Чат[ _]WhatsApp[ _]с[ _](?:контактом[ _])?(?<name>.+)$/u,
  /^[与與](?<name>.+?)[的]?[ _]?的?[ _]?WhatsApp[ _]?(?:聊天|對話)$/u,
];

/** True for a file that bears a name which the app gives to exports: `_chat.txt`, `WhatsApp Chat with ….txt`. */
export function hasExportName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === '_chat.txt' || nameIn(name) !== null;
}

/** The conversation's name as the export's file, zip or folder name gives it; null when none does. */
export function titleOf(path: string): string | null {
  const parts = path.split('/').slice(-2).reverse();
  for (const part of parts) {
    const name = nameIn(part);
    if (name !== null) return name;
  }
  return null;
}

function nameIn(part: string): string | null {
  const bare = part.replace(/!$/u, '').replace(/\.(?:txt|zip)$/iu, '');
  for (const pattern of PATTERNS) {
    const name = pattern.exec(bare)?.groups?.name;
    if (name !== undefined) return name;
  }
  return null;
}
