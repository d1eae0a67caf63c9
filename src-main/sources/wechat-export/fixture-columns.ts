import { join } from 'node:path';
import { codeName } from './fixture-json.ts';
import { clock, csvLine, safe, writeMedia, writeText } from './fixture-said.ts';
import type { SaidThread } from './fixture-said.ts';

const WORDS: Readonly<Record<string, string>> = { '1': '文本', '3': '图片', '34': '语音', '43': '视频', '47': '动画表情', '48': '位置', '42': '推荐公众号', '10000': '系统通知', '49/5': '(分享)卡片式链接', '49/6': '文件', '49/3': '(分享)音乐', '49/57': '引用回复', '49/53': '接龙' }; // prettier-ignore

/** CSV of chatlog, or with the names that wetrace gives to the same columns. */
export function writeChatlogCsv(folder: string, threads: readonly SaidThread[], isWetrace: boolean): void {
  const names = isWetrace ? ['时间', '发送人昵称', '发送人ID', '聊天对象昵称', '聊天对象ID', '内容'] : ['Time', 'SenderName', 'Sender', 'TalkerName', 'Talker', 'Content']; // prettier-ignore
  for (const { talker, name, posts } of threads) {
    const lines = posts.map((one) => csvLine([clock(one.seconds), one.senderName, one.sender ?? '系统消息', name, talker, one.text])); // prettier-ignore
    writeText(join(folder, `${safe(name)}_${talker.slice(0, 12)}.csv`), `${isWetrace ? '\uFEFF' : ''}${csvLine(names)}${lines.join('')}`); // prettier-ignore
  }
}

/** PyWxDump: parts of a conversation as CSV, or one array. */
export function writePywxdump(folder: string, threads: readonly SaidThread[], isJson: boolean): void {
  const names = ['id', 'MsgSvrID', 'type_name', 'is_sender', 'talker', 'room_name', 'msg', 'src', 'CreateTime'];
  for (const said of threads) {
    const { talker, posts } = said;
    const rows = posts.map((one, index) => ({ id: index + 1, MsgSvrID: one.id, type_name: WORDS[codeName(one)] ?? '未知', is_sender: one.isOwn ? 1 : 0, talker: one.isOwn ? '我' : (one.sender ?? '系统'), room_name: talker, msg: one.path === null ? one.text : (WORDS[codeName(one)] ?? ''), src: one.path ?? '', CreateTime: clock(one.seconds) })); // prettier-ignore
    const file = join(folder, `${talker}_0_5000`);
    if (isJson)
      writeText(
        `${file}.json`,
        JSON.stringify(
          rows.map((row) => ({ ...row, extra: {} })),
          null,
          4,
        ),
      );
    else writeText(`${file}.csv`, csvLine(names) + rows.map((row) => csvLine(Object.values(row))).join(''));
    writeMedia(folder, said);
  }
  const users = Object.fromEntries(threads.map(({ talker, name }) => [talker, { wxid: talker, nickname: name, remark: '', account: '', headImgUrl: '' }])); // prettier-ignore
  writeText(join(folder, 'users.json'), JSON.stringify(users, null, 4));
}

/** WeChatMsg (MemoTrace) with the columns of the database: nine cells between two, twelve in a group. */
export function writeMemotrace(folder: string, threads: readonly SaidThread[]): void {
  const names = ['localId', 'TalkerId', 'Type', 'SubType', 'IsSender', 'CreateTime', 'Status', 'StrContent', 'StrTime', 'Remark', 'NickName', 'Sender']; // prettier-ignore
  for (const [number, { name, isGroup, posts }] of threads.entries()) {
    const lines = posts.map((one, index) => {
      const cells = [index + 1, number + 1, one.code, one.sub, one.isOwn ? 1 : 0, one.seconds, one.isOwn ? 2 : 3, one.text, clock(one.seconds)]; // prettier-ignore
      return csvLine(isGroup ? [...cells, '', one.senderName, one.sender ?? ''] : cells);
    });
    writeText(join(folder, safe(name), `${safe(name)}_utf8.csv`), `\uFEFF${csvLine(names)}${lines.join('')}`);
  }
}

/** MemoTrace for one conversation, in a folder called after it. */
export function writeMemotraceChat(folder: string, threads: readonly SaidThread[]): void {
  const names = ['消息ID', '类型', '发送人', '时间', '内容', '备注', '昵称', '更多信息'];
  for (const said of threads) {
    const { name, talker, posts } = said;
    const lines = posts.map((one) => csvLine([one.id, WORDS[codeName(one)] ?? '未知', one.senderName, clock(one.seconds), one.path ?? one.text, one.senderName, one.senderName, 'more'])); // prettier-ignore
    const own = join(folder, `${safe(name)}(${talker})`);
    writeText(join(own, `${safe(name)}.csv`), `\uFEFF${csvLine(names)}${lines.join('')}`);
    writeMedia(own, said);
  }
}

/** Text of WeFlow: the owner is 我 in conversations between two. */
export function writeTitled(folder: string, threads: readonly SaidThread[]): void {
  for (const said of threads) {
    const { name, isGroup, posts } = said;
    const text = posts.map((one) => `${clock(one.seconds)} '${one.isOwn && !isGroup ? '我' : one.senderName}'\n${one.path ?? one.text}\n\n`); // prettier-ignore
    writeText(join(folder, `${safe(name)}.txt`), text.join(''));
    writeMedia(folder, said);
  }
}
