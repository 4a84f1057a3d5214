import { AppError } from '#base/errors.ts'
import { fromBase64 } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import type { StoredFile } from './file.ts'
import { readPieces } from './store.ts'

const piecesAtOnce = 2

/** At the speed of the download. */
const fromDatabase = (db: SqlDatabase, { id, pieces }: Pick<StoredFile, 'id' | 'pieces'>): ReadableStream<Uint8Array> => {
  let next = 0
  return new ReadableStream<Uint8Array>(
    {
      pull: async (to) => {
        const read = await readPieces(db, id, next, piecesAtOnce)
        if (read.length === 0) throw new Error(`File ${id} ends after ${next} of ${pieces} pieces`)
        next += read.length
        for (const { base64 } of read) to.enqueue(fromBase64(base64))
        if (next >= pieces) to.close()
      },
    },
    { highWaterMark: 0 },
  )
}

/** A name for every browser: plain letters, and the name itself. */
const disposition = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^ -~]|["\\]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

type Env = Pick<Bindings, 'DB' | 'FILES'>

const bodyOf = async ({ DB, FILES }: Env, file: Pick<StoredFile, 'id' | 'pieces'>): Promise<ReadableStream<Uint8Array>> => {
  const body = file.pieces > 0 ? fromDatabase(DB, file) : (await FILES?.get(file.id))?.body
  if (!body) throw new AppError('unavailable', `File ${file.id} is not in the bucket`)
  return body
}

/** All of a small file. */
export const bytesOfFile = async (env: Env, file: Pick<StoredFile, 'id' | 'pieces'>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(await bodyOf(env, file)).arrayBuffer())

/** The caller has checked permission. @param shown everybody may have it: it may be cached */
export const answerFile = async (env: Env, file: StoredFile, shown = false): Promise<Response> => {
  return new Response(await bodyOf(env, file), {
    headers: {
      'content-type': file.type,
      'content-disposition': disposition(file.name),
      'x-content-type-options': 'nosniff',
      'cache-control': shown ? 'public, max-age=300' : 'private, no-store',
    },
  })
}
