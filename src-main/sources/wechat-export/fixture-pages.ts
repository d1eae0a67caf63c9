import { join } from 'node:path';
import { clock, safe, writeMedia, writeText } from './fixture-said.ts';
import type { SaidPost, SaidThread } from './fixture-said.ts';

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const BUBBLES: Readonly<Record<string, (path: string) => string>> = {
  '3': (path) => `<img class="message-media image previewable" src="${path}" data-full="${path}" alt="图片" />`,
  '34': (path) => `<audio class="message-media audio" controls preload="none" src="${path}"></audio>`,
  '43': (path) => `<video class="message-media video" controls src="${path}"></video>`,
  '47': (path) => `<img class="message-media emoji previewable" src="${path}" data-full="${path}" alt="表情" />`,
  '49': (path) => `<a class="message-media file" href="${path}" target="_blank">${path}</a>`,
};

/** The story as WeFlow writes it into pages; of groups the messages lie in a script beside the page. */
export function writeWeflowPages(folder: string, threads: readonly SaidThread[], owner: string): void {
  for (const said of threads) {
    const { name, isGroup, posts, talker } = said;
    const file = `${safe(name)}_${talker.slice(0, 12)}`;
    const objects = posts.map((one, index) => {
      const path = one.path === null ? '' : html(encodeURI(one.path));
      const words = one.text === '' || one.path !== null ? '' : `<div class="message-text">${html(one.text).replaceAll('\n', '<br />')}</div>`; // prettier-ignore
      const sender = isGroup ? `<div class="sender-name">${html(one.isOwn ? owner : one.senderName)}</div>` : '';
      const bubble = `<div class="message-time">${clock(one.seconds)}</div>${sender}<div class="message-content">${one.path === null ? '' : (BUBBLES[String(one.code)]?.(path) ?? '')}${words}</div>`; // prettier-ignore
      return JSON.stringify({ i: index + 1, t: one.seconds, s: one.isOwn ? 1 : 0, a: '<span>A</span>', b: bubble }).replaceAll('<', '\\u003c'); // prettier-ignore
    });
    const head = `<!DOCTYPE html>\n<html lang="zh-CN">\n  <head>\n    <meta charset="UTF-8" />\n    <title>${html(name)} - 聊天记录</title>\n    <style>.page { color: #333 }</style>\n  </head>\n  <body>\n        <h1 class="title">${html(name)}</h1>\n          <span>${posts.length} 条消息</span>\n          <span>${isGroup ? '群聊' : '私聊'}</span>\n    <script>\n      window.WEFLOW_MANIFEST = {"total":${posts.length}};\n`; // prettier-ignore
    const data = isGroup
      ? '      window.WEFLOW_DATA = null;\n'
      : `      window.WEFLOW_DATA = [\n${objects.join(',\n')}\n];\n`;
    writeText(join(folder, `${file}.html`), `${head}${data}    </script>\n  </body>\n</html>`);
    if (isGroup) writeText(join(folder, `${file}_data/chunk-000000.js`), `window.__WEFLOW_CHUNK_LOADED__(0,[${objects.join(',\n')}]);\n`); // prettier-ignore
    writeMedia(folder, said);
  }
}

const HEAD = '<!doctype html>\n<html>\n\t<head>\n\t\t<style type=text/css>\n\t\t.chat.left div.nt-box,\n\t\t.chat-notice.fmsgtag .content-box { margin: 0 }\n\t\t</style>\n'; // prettier-ignore

/** The story as WechatExporter writes it: a folder for each conversation; of groups the messages lie in a script. */
export function writeExporterPages(folder: string, threads: readonly SaidThread[], owner: string): void {
  for (const said of threads) {
    const { name, isGroup, posts } = said;
    const own = join(folder, safe(name));
    const messages = posts.map((one, index) => messageOf(one, index + 1, owner));
    const body = `\t\t<title>${html(name)} - WeChat Chat History</title>\n\t</head>\n\t<body uid="" sid="">\n\t\t<div class="main">\n\t\t\t<span class="sname">${html(name)}</span>\n\t\t\t<div class="msgs" id="msgs-div">\n${isGroup ? '' : messages.join('')}\t\t\t</div>\n\t\t</div>\n\t</body>\n</html>\n`; // prettier-ignore
    writeText(join(own, 'index.html'), `${HEAD}${body}`);
    if (isGroup) writeText(join(own, 'Files/Data/msg-1.js'), `(function() {\n        var msgArray = ${JSON.stringify(messages)};\n        for (var idx = 0; idx < msgArray.length; idx++)\n        {\n        }\n    })();\n`); // prettier-ignore
    writeMedia(own, said);
  }
}

function messageOf(one: SaidPost, id: number, owner: string): string {
  if (one.code === 10000 || one.sender === null) return `\t<div class="msg chat-notice " msgid="${id}">\n\t\t<div class="content-box">\n\t\t\t<span class="dont-break-out msg-text"><pre>${html(one.text)}</pre></span>\n\t\t</div>\n\t</div>\n`; // prettier-ignore
  const side = one.isOwn ? 'right' : 'left';
  const path = one.path === null ? null : html(one.path);
  const content =
    path === null ? `<div class="triangle"></div>\n\t\t\t<span class="dont-break-out msg-text"><pre>${html(one.text)}</pre></span>`
    : one.code === 34 ? `<div class="voicebox" style="width:40px" audio="${path}"><div class="voiceimg"></div><div class="voicetime">3"</div></div>`
    : one.code === 43 ? `<video controls preload="none" data-poster="Files/${id}.jpg" class="lazyload"><source src="${path}" type="video/mp4"><a href="${path}">Play</a></video>`
    : one.code === 49 ? `<a href="${path}"><b><span class="dont-break-out msg-text"><pre>${path}</pre></span></b></a>`
    : `<img rawUrl="${path}" data-src="${path}_thumb.jpg" class="lazyload image img-${side}_triangle" />`; // prettier-ignore
  const type = one.code === 49 && path !== null ? 'file' : String(one.code);
  return `\t<div class="msg ${path === null ? 'chat' : 'media'} ${side} " msgid="${id}" msgtype="${type}">\n\t\t<div class="avatar-box">\n\t\t\t<img src="Files/Portrait/a.jpg" class="avatar">\n\t\t</div>\n\t\t<div class="nt-box"><span class="dspname ${side}" wxId="${one.sender}">${html(one.isOwn ? owner : one.senderName)}</span> ${clock(one.seconds)}</div>\n\t\t<div class="content-box">\n\t\t\t${content}\n\t\t</div>\n\t</div>\n`; // prettier-ignore
}
