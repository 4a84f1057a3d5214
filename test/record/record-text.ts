// What a recording keeps, so that two can be compared: whatever differs each time gets a name
// with a number, in order of appearance.
import { strFromU8, unzipSync } from 'fflate'
import { unescaped } from '#test/support/plain.ts'

const reference = '[2-9A-HJKMNP-TV-Z]{6}'

/** What is made by chance and known by its shape, in the order in which it is looked for. */
const byChance: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['id', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-(?:[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f-]*(?=…))/g],
  ['hash', /\b[0-9a-f]{24,}\b/g],
  ['token', /(?:(?<![\w-])|(?<=%[0-9A-F]{2}))(?=[\w-]{0,42}[a-z])(?=[\w-]{0,42}[A-Z])[\w-]{43}(?![\w-])/g],
  ['secret', /\b[A-Z2-7]{32}\b/g],
  ['code', /\b[2-9A-HJKMNP-TV-Z]{16}\b/g],
  ['order', /\b(?:PO-|C)\d{5}\b/g],
  ['request', new RegExp(`\\bdemonstration-${reference}\\b`, 'g')],
]

/** Whether a column may hold references. Elsewhere six digits are likelier a school's number. */
export const looksLikeReference = (column: string): string =>
  `length("${column}") = 6 AND "${column}" NOT GLOB '*[^2-9A-HJKMNP-TV-Z]*'${/^(reference|code)$/.test(column) ? '' : ` AND "${column}" GLOB '*[A-Z]*'`}`

/**
 * The text with a name for all that chance made: `⟨id 2⟩` is the second id in it.
 * @param references short ones, which look like words in capitals
 */
export const masked = (text: string, references: ReadonlySet<string>): string => {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const named = (kind: string, found: string): string => {
    const known = names.get(found)
    if (known) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    names.set(found, `⟨${kind} ${count}⟩`)
    return `⟨${kind} ${count}⟩`
  }
  const here = text.replaceAll(/https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g, '⟨here⟩')
  return byChance
    .reduce((said, [kind, pattern]) => said.replaceAll(pattern, (found) => named(kind, found)), here)
    .replaceAll(new RegExp(`(?:(?<!\\w)|(?<=%[0-9A-F]{2}))${reference}(?!\\w)`, 'g'), (found) =>
      references.has(found) ? named('reference', found) : found,
    )
}

/** A tag or a text on each line. */
export const linesOfHtml = (html: string): string => html.replaceAll(/></g, '>\n<')

const textOfBytes = (bytes: Uint8Array, type: string): string => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return Object.entries(unzipSync(bytes))
      .map(([name, part]) => `${name}\n${/\.(xml|rels|csv|txt|json)$/.test(name) ? linesOfHtml(strFromU8(part)) : `${part.length} bytes`}`)
      .join('\n')
  if (!/text|html|xml|json|calendar|csv|javascript|svg/.test(type)) return `${bytes.length} bytes`
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n')
  // A long line of a calendar goes on after a blank.
  if (type.includes('calendar')) return text.replaceAll('\n ', '')
  return /html|xml|svg/.test(type) ? linesOfHtml(text) : text
}

export type Answer = { status: number; headers: Headers; bytes: Uint8Array }

// Of the moment, or of the bytes of what is kept anyhow.
const untold = [
  'date',
  'etag',
  'content-length',
  'content-encoding',
  'server-timing',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'set-cookie',
]

/** An answer as it is kept: its status, what it says about itself, and its body. */
export const linesOfAnswer = ({ status, headers, bytes }: Answer): string => {
  const said = [...headers].filter(([name]) => !untold.includes(name)).map(([name, value]) => `${name}: ${value}`)
  const cookies = headers.getSetCookie().map((cookie) => `set-cookie: ${cookie.replace(/=[^;]*/, '')}`)
  return [status, ...said, ...cookies, '', textOfBytes(bytes, headers.get('content-type') ?? '')].join('\n')
}
export const textOfAnswer = (answer: Answer, references: ReadonlySet<string>): string => masked(linesOfAnswer(answer), references)

export type Mail = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  attachments: { filename: string; contentType: string; content: string }[]
}

export const textOfMail = ({ from, to, subject, text, html, attachments }: Mail, references: ReadonlySet<string>): string =>
  masked(
    [
      ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, '', text.replaceAll('\r\n', '\n'), '', linesOfHtml(html)],
      ...attachments.flatMap((one) => [
        ...['', `${one.filename} (${one.contentType})`],
        textOfBytes(Buffer.from(one.content, 'base64'), one.contentType),
      ]),
    ].join('\n'),
    references,
  )

export const isMadeUp = (part: string): boolean =>
  /\d{3}|[0-9a-f]{8}-|^\d+$/.test(part) || new RegExp(`^${reference}$`).test(part) || /^[\w-]{43}(\.\w+)?$/.test(part)

/** An address without what names one thing of many: `/bookings/:/places/:`, `/events?page=:`. */
export const shapeOf = (address: string): string => {
  const { pathname, searchParams } = new URL(address, 'http://here')
  const shaped = (part: string): string => (isMadeUp(part) ? (/\.\w+$/.exec(part)?.[0] ?? '').replace(/^/, ':') : part)
  const shapedPath = (path: string): string => path.split('/').map(shaped).join('/')
  const query = [...searchParams].map(([name, value]) => `${name}=${shapedPath(value)}`)
  return `${shapedPath(pathname)}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** The addresses of this service to which a page leads, in their order. */
export const addressesIn = (html: string, at: string, origins: readonly string[]): string[] =>
  [...html.matchAll(/<(?:a|link|script|iframe|img)\b[^>]*?\s(?:href|src)="([^"#]*)/g)].flatMap(([, found = '']) => {
    const address = unescaped(found)
    if (!URL.canParse(address, `${origins[0]}${at}`)) return []
    const url = new URL(address, `${origins[0]}${at}`)
    return origins.includes(url.origin) ? [url.pathname + url.search] : []
  })

/** One change, wherever it was made. */
export type Change = { removed: string[]; added: string[]; times: number; files: string[] }

/**
 * Each change between two folders once, most frequent first; names of chance count as equal.
 * @param diff as `git diff --unified=0` writes it
 * @param nameOf the name of a file, by its path there
 */
export const changesIn = (diff: string, nameOf: (path: string) => string): Change[] => {
  const found = new Map<string, Change>()
  let file = ''
  let now: { removed: string[]; added: string[] } | undefined
  const end = (): void => {
    if (!now) return
    const key = JSON.stringify(now).replaceAll(/⟨(\w+) \d+⟩/g, '⟨$1⟩')
    const change = found.get(key) ?? { ...now, times: 0, files: [] }
    change.times += 1
    if (change.files.at(-1) !== file) change.files.push(file)
    found.set(key, change)
    now = undefined
  }
  for (const line of diff.split('\n')) {
    if (now && line.startsWith('-')) now.removed.push(line.slice(1))
    else if (now && line.startsWith('+')) now.added.push(line.slice(1))
    else if (line.startsWith('@@')) {
      end()
      now = { removed: [], added: [] }
    } else if (line.startsWith('diff ')) end()
    else if (/^(---|\+\+\+) /.test(line) && !line.endsWith('/dev/null')) file = nameOf(line.slice(4).trim())
  }
  end()
  return [...found.values()].sort((a, b) => b.files.length - a.files.length || b.times - a.times)
}
