import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** WeChat and Weixin on Windows and macOS, once the databases are decrypted: all files of one account are one source. */
export const wechatDesktop: SourceParser = {
  id: PARSER_ID,
  label: 'WeChat (desktop)',
  revision: 14,
  variants: VARIANTS,
  detect,
  read,
};
