import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** WeChat and Weixin on iOS, in backups and file systems: all databases of one account are one source. */
export const wechatIos: SourceParser = {
  id: PARSER_ID,
  label: 'WeChat (iOS)',
  revision: 4,
  variants: VARIANTS,
  detect,
  read,
};
