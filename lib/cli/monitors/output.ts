/** Nobody reads our output any more: there is nothing left to do, and nobody to tell. */
export class OutputClosed extends Error {
  constructor() {
    super('The output is closed.');
    this.name = 'OutputClosed';
  }
}

/** Writes as fast as the reader takes it. Throws OutputClosed when there is none left. */
export function write(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  return new Promise((written, failed) => {
    stream.write(text, (error) => (error ? failed(new OutputClosed()) : written()));
  });
}
