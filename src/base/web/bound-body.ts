// Limits a request's size before it is read, and cleans typed text, so that no form has to.
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '#base/errors.ts'
import { access, isInGroup, mostForAll } from './access.ts'
import type { AppEnv } from './env.ts'
import { filesLeftOut } from './form.ts'
import { asSeen } from './form-text.ts'
import { boundaryOf, partsOf, piecesOf } from './multipart.ts'
import { routeOf } from './route.ts'

const mostFields = 5000
const mostParts = 200
/** Bytes typed into a form without files, such as a pasted list. */
const mostPasted = 4_000_000
const mostTyped = 1_000_000
/** Files too large are skipped up to so many bytes; what was typed is kept. */
const mostPassedOver = 100_000_000

type C = Context<AppEnv>

const tooLarge = (): never => {
  throw new AppError('too_large', 'More was sent than is taken')
}

/** undefined where the handler reads its body as a stream. */
const mostOf = (c: C): number | undefined => {
  const route = routeOf(c)
  const most = /^\w+ \/dev\/commands\//.test(route) ? 'streamed' : (access.get(route)?.most ?? mostForAll)
  return most === 'streamed' ? undefined : most
}

const isForm = (type: string): boolean => /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)

async function* bounded(body: ReadableStream<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of piecesOf(body)) {
    bytes += piece.length
    if (bytes > most) tooLarge()
    yield piece
  }
}

const textOf = (pieces: readonly Uint8Array[]): Promise<string> => new Blob(pieces as Uint8Array<ArrayBuffer>[]).text()

const ampersand = 38

/** Counts fields as they arrive: as text they would take a hundred times their bytes. */
const readFields = async (body: ReadableStream<Uint8Array>, most: number): Promise<FormData> => {
  const pieces: Uint8Array[] = []
  let fields = 0
  let before = ampersand
  for await (const piece of bounded(body, most)) {
    for (const byte of piece) {
      if (before === ampersand && byte !== ampersand) fields += 1
      before = byte
    }
    if (fields > mostFields) tooLarge()
    pieces.push(piece.slice())
  }
  const form = new FormData()
  for (const [name, value] of new URLSearchParams(await textOf(pieces))) form.append(name, value)
  return form
}

/** Skips files that are too large, and keeps what was typed. */
const readParts = async (body: ReadableStream<Uint8Array>, boundary: string, most: number): Promise<FormData> => {
  const form = new FormData()
  const files: string[] = []
  let [parts, typed, filed] = [0, 0, 0]
  for await (const { name, fileName, type, bytes } of partsOf(bounded(body, most === mostForAll ? most : mostPassedOver), boundary)) {
    parts += 1
    if (parts > mostParts) tooLarge()
    const pieces: Uint8Array[] = []
    if (fileName === undefined) {
      for await (const piece of bytes) {
        typed += piece.length
        if (typed > mostTyped) tooLarge()
        pieces.push(piece)
      }
      form.append(name, await textOf(pieces))
      continue
    }
    for await (const piece of bytes) {
      filed += piece.length
      if (filed <= most) pieces.push(piece)
      else pieces.length = 0
    }
    if (filed > most) for (const file of files.splice(0)) form.set(file, filesLeftOut)
    if (fileName !== '') files.push(name)
    const isKept = fileName === '' || filed <= most
    form.append(name, isKept ? new File(pieces as Uint8Array<ArrayBuffer>[], fileName, { type }) : filesLeftOut)
  }
  return form
}

/** Reads and cleans the form once; refuses what no browser sends. */
const readForm = async (c: C, type: string, most: number): Promise<void> => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new AppError('bad_request', 'A form in another character set')
  const { body } = c.req.raw
  const boundary = boundaryOf(type)
  if (!body || (!boundary && /^multipart/i.test(type))) throw new AppError('bad_request', 'A form that cannot be read')
  const sent = await (boundary ? readParts(body, boundary, most) : readFields(body, Math.min(most, mostPasted))).catch((error: Error) => {
    throw error instanceof AppError ? error : new AppError('bad_request', 'A form that cannot be read')
  })
  const clean = new FormData()
  for (const [name, value] of sent.entries()) {
    if (typeof value !== 'string') {
      clean.append(name, value, value.name)
      continue
    }
    if (name.includes('\0')) throw new AppError('bad_request', 'A field whose name holds NUL')
    clean.append(name, asSeen(value))
  }
  keep(c, Promise.resolve(clean))
}

/** For hono's `parseBody` and `formData`. */
const keep = (c: C, formData: Promise<FormData>): void => {
  Object.assign(c.req.bodyCache, { formData })
}

/** Runs before anything is read; leaves a form above the general limit unread. */
export const boundBody = async (c: C): Promise<void> => {
  if (/%00/.test(c.req.url)) throw new AppError('bad_request', 'An address that holds NUL')
  const most = mostOf(c)
  if (most === undefined) return
  const type = c.req.header('content-type') ?? ''
  if (!c.req.raw.body) {
    // A mail program may send no form at all.
    if (isForm(type)) keep(c, Promise.resolve(new FormData()))
    return
  }
  if (!isForm(type)) {
    await bodyLimit({ maxSize: mostForAll, onError: tooLarge })(c, async () => {})
    return
  }
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  if (most === mostForAll && length > most) tooLarge()
  if (most === mostForAll || length <= mostForAll) await readForm(c, type, mostForAll)
  else {
    const unread = Promise.reject<FormData>(new AppError('too_large', 'Not granted'))
    unread.catch(() => undefined)
    keep(c, unread)
    c.set('unread', { type, most, isLonger: length > mostForAll })
  }
}

/**
 * Reads a form above the general limit once it is known that its sender may. Of others it takes one
 * of undeclared length that turns out to be within the limit.
 */
export const readLargeBody = async (c: C): Promise<void> => {
  const { unread, act } = c.var
  const row = access.get(routeOf(c))
  if (!unread || !row) return
  if (isInGroup(act.actor, row.group)) await readForm(c, unread.type, unread.most)
  else if (!unread.isLonger) await readForm(c, unread.type, mostForAll).catch(() => undefined)
}
