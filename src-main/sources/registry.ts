import { cellebriteUfdr } from './cellebrite-ufdr/index.ts';
import type { SourceParser } from './parser.ts';
import { signalAndroid } from './signal-android/index.ts';
import { signalBackup } from './signal-backup/index.ts';
import { signalDesktop } from './signal-desktop/index.ts';
import { signalExport } from './signal-export/index.ts';
import { signalIos } from './signal-ios/index.ts';
import { telegramAndroid } from './telegram-android/index.ts';
import { telegramApple } from './telegram-apple/index.ts';
import { telegramDesktop } from './telegram-desktop/index.ts';
import { wecomArchive } from './wecom-archive/index.ts';
import { wechatAndroid } from './wechat-android/index.ts';
import { wechatDesktop } from './wechat-desktop/index.ts';
import { wechatExport } from './wechat-export/index.ts';
import { wechatIos } from './wechat-ios/index.ts';
import { whatsappAndroid } from './whatsapp-android/index.ts';
import { whatsappIos } from './whatsapp-ios/index.ts';
import { whatsappText } from './whatsapp-text/index.ts';

/** Every messenger format, one line each. */
export const parsers: readonly SourceParser[] = [
  whatsappAndroid,
  whatsappIos,
  whatsappText,
  signalAndroid,
  signalDesktop,
  signalIos,
  signalBackup,
  signalExport,
  wechatAndroid,
  wechatDesktop,
  wechatIos,
  wechatExport,
  cellebriteUfdr,
  wecomArchive,
  telegramAndroid,
  telegramApple,
  telegramDesktop,
];
