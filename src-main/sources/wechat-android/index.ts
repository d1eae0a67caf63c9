import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** WeChat and Weixin on Android: `EnMicroMsg.db`, decrypted by the examiner or by its key. */
export const wechatAndroid: SourceParser = {
  id: PARSER_ID,
  label: 'WeChat (Android)',
  revision: 9,
  variants: VARIANTS,
  detect,
  read,
};
