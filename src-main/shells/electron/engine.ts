import { writeSample } from '../sample.ts';
import { startEngine } from '../start-engine.ts';
import type { EngineCommand, EngineMessage } from './engine-message.ts';

// The engine's own process: a crash or a long query in it never takes the window down.
const port = process.parentPort;
const engine = startEngine({ jobWorker: new URL('./job-worker.js', import.meta.url), writeSample });

function send(message: EngineMessage): void {
  port.postMessage(message);
}

engine.onPush((push) => {
  send({ message: 'push', push });
});

port.on('message', (event) => {
  const command = event.data as EngineCommand;
  if (command.command === 'close') {
    void engine.close().then(() => {
      send({ message: 'closed' });
    });
    return;
  }
  const { id, method, params } = command;
  void engine.call({ id, method, params }).then((reply) => {
    send({ message: 'reply', id, reply });
  });
});
