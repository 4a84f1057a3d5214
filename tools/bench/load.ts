// A small load client: connections kept alive, each asking again as soon as it is answered.
import { Agent, request } from 'node:http'

export type Asked = {
  path: string
  method?: 'GET' | 'POST'
  cookie?: string | undefined
  /** A long one as bytes: a string would be encoded while others are timed. */
  body?: string | Buffer
  headers?: Record<string, string>
}

/** What an answer is when it did the work: its status, and words of its page or of where it leads. */
export type Right = { status?: readonly number[]; says?: string }
type Answered = { status: number; text: string; headers: Readonly<Record<string, string | undefined>> }

export const isRight = ({ status = [200], says = '' }: Right, answer: Answered): boolean =>
  status.includes(answer.status) && `${answer.headers['location']} ${answer.text}`.includes(says)

/** Milliseconds from sending to the last byte. `wrong`: answers that did not do the work. */
export type Measured = { perSecond: number; p50: number; p99: number; asked: number; wrong: number; firstWrong?: string | undefined }

/**
 * Asks for `next(n)`, n from 0 upwards, for `seconds`, or until it gives undefined.
 *
 * @param right what an answer is that did the work
 */
export const load = async (
  url: string,
  next: (n: number) => Asked | undefined,
  { seconds = 3, connections = 16, right = {} }: { seconds?: number; connections?: number; right?: Right } = {},
): Promise<Measured> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let n = 0
  let wrong = 0
  let firstWrong: string | undefined
  const startedAt = performance.now()
  const line = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const asked = next(n++)
      if (!asked) return
      const sentAt = performance.now()
      const answer = await ask(url, asked, agent)
      times.push(performance.now() - sentAt)
      if (!isRight(right, answer)) {
        wrong += 1
        firstWrong ??= `${asked.method ?? 'GET'} ${asked.path} answered ${saidBy(answer)}`
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
  const took = (performance.now() - startedAt) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { perSecond: times.length / took, p50: at(0.5), p99: at(0.99), asked: times.length, wrong, firstWrong }
}

/** One request. */
export const ask = (url: string, asked: Asked, agent?: Agent): Promise<Answered> =>
  new Promise((answer, fail) => {
    const outgoing = request(
      new URL(asked.path, url).href,
      {
        method: asked.method ?? 'GET',
        ...(agent ? { agent } : {}),
        headers: {
          ...(asked.cookie ? { cookie: asked.cookie } : {}),
          ...(asked.body === undefined
            ? {}
            : { origin: url, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(asked.body) }),
          ...asked.headers,
        },
      },
      (incoming) => {
        const pieces: Buffer[] = []
        incoming.on('data', (piece: Buffer) => pieces.push(piece))
        incoming.on('end', () =>
          answer({
            status: incoming.statusCode ?? 0,
            text: Buffer.concat(pieces).toString('utf8'),
            headers: incoming.headers as Record<string, string>,
          }),
        )
        incoming.on('error', fail)
      },
    )
    outgoing.on('error', fail)
    outgoing.end(asked.body)
  })

const readable = (html: string): string =>
  html
    .replace(/<head[\s\S]*?<\/head>|<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

/** An answer in a line, for whoever wonders why it is wrong. */
export const saidBy = ({ status, text, headers }: Answered): string => `${status}: ${headers['location'] || readable(text)}`
