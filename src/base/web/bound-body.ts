// Limits how much a request may send before any of it is read, so that nobody can keep the service
// busy with large bodies. Typed text is cleaned here too, so that no form has to.
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '#base/errors.ts'
import type { AppEnv } from './env.ts'
import { asSeen } from './form-text.ts'
import { filesLeftOut, withoutFiles } from './without-files.ts'

const form = 256_000
const mostFields = 5000

const tooLarge = (): never => {
  throw new AppError('too_large', 'More was sent than is taken')
}

// The most bytes by path; undefined where the body is read as a stream with its own limit.
// Everything else is a form.
const others: readonly (readonly [path: RegExp, most: number | undefined])[] = [
  // Lists of contacts, attendance, roles and payments: the file, and its text when it is applied.
  [/^\/organiser\/schools\/(contacts-import|earlier-attendance|early-years|roles-import)(\/apply)?$/, 4_000_000],
  [/^\/organiser\/finance\/invoice-requests\/payments(\/apply)?$/, 4_000_000],
  // The report of an online meeting, with a little for the form around it.
  [/^\/organiser\/meetings\/[^/]+\/reports$/, 4_100_000],
  // A file of guidance with its text: more than is kept, so that a form with too much comes back.
  [/^\/guidance\/[^/]+\/draft$/, 20_000_000],
  // Several files of an event at once.
  [/^\/organiser\/events\/[^/]+\/materials(\/[^/]+\/change)?$/, 30_000_000],
  [/^\/organiser\/register-imports$/, undefined],
  [/^\/dev\/commands\//, undefined],
]

const limitOf = (path: string): number | undefined => {
  const other = others.find(([pattern]) => pattern.test(path))
  return other ? other[1] : form
}

const isForm = (type: string): boolean => /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)

/** Reads and cleans the form once, for all who ask for it; refuses what no browser sends. */
const readForm = async (c: Context<AppEnv>, type: string, sentSmaller?: FormData): Promise<void> => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new AppError('bad_request', 'A form in another character set')
  const sent =
    sentSmaller ??
    (await c.req.raw.formData().catch(() => {
      throw new AppError('bad_request', 'A form that cannot be read')
    }))
  let fields = 0
  const clean = new FormData()
  for (const [name, value] of sent.entries()) {
    fields += 1
    if (fields > mostFields) tooLarge()
    if (typeof value !== 'string') {
      if (sentSmaller) clean.append(name, value.name === '' ? '' : filesLeftOut)
      else clean.append(name, value, value.name)
      continue
    }
    if (`${name}${value}`.includes('\0')) throw new AppError('bad_request', 'A form that holds NUL')
    clean.append(name, asSeen(value))
  }
  // hono's `parseBody` and `formData` return it.
  Object.assign(c.req.bodyCache, { formData: Promise.resolve(clean) })
}

/** More than any server before this one lets through. */
const mostLetBy = 100_000_000

/**
 * A form with files that are too large comes back with what was typed: no stranger’s, whose answer
 * is read by nobody, and only where its length is told.
 */
const readSmaller = async (c: Context<AppEnv>, type: string, most: number): Promise<boolean> => {
  const length = Number(c.req.header('content-length') ?? 0)
  const { body } = c.req.raw
  if (!body || most === form || length <= most || length > mostLetBy || !c.req.header('cookie') || !/^multipart\//i.test(type)) return false
  await readForm(c, type, (await withoutFiles(body, type)) ?? tooLarge())
  return true
}

/** Runs for every request before anything is read. */
export const boundBody = async (c: Context<AppEnv>): Promise<void> => {
  if (/%00/.test(c.req.url)) throw new AppError('bad_request', 'An address that holds NUL')
  const most = limitOf(c.req.path)
  if (!c.req.raw.body || most === undefined) return
  const type = c.req.header('content-type') ?? ''
  if (await readSmaller(c, type, most)) return
  await bodyLimit({ maxSize: most, onError: tooLarge })(c, async () => {
    if (isForm(type)) await readForm(c, type)
  })
}
