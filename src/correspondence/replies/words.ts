// The text of a mail from its encodings. It is untrusted: each character is read a bounded number
// of times.

const blocks = /^\/?(?:br|p|div|tr|li|ul|ol|table|blockquote|h[1-6])$/
const hidden = new Set(['style', 'script', 'head', 'title'])
const named: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** Decodes references such as `&amp;` or `&#8217;`; unknown ones stay. */
const characters = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (written, decimal?: string, hex?: string, name?: string) => {
    if (name) return named[name.toLowerCase()] ?? written
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : written
  })

/** The words of an HTML-only mail: enough to see what somebody wants. */
export const wordsOf = (html: string): string => {
  const words: string[] = []
  let at = 0
  let within = ''
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const text = html.slice(at, open < 0 ? html.length : open)
    if (!within) words.push(text)
    if (open < 0) break
    if (!/[a-z/!?]/i.test(html.charAt(open + 1))) {
      if (!within) words.push('<')
      at = open + 1
      continue
    }
    const isComment = html.startsWith('<!--', open)
    const close = isComment ? html.indexOf('-->', open + 4) : html.indexOf('>', open)
    // A tag that never ends: no text follows.
    if (close < 0) break
    const name = /^\/?[a-z][a-z0-9]{0,20}/i.exec(html.slice(open + 1, open + 24))?.[0].toLowerCase() ?? ''
    if (within) within = name === `/${within}` ? '' : within
    else if (hidden.has(name)) within = name
    else if (!isComment) words.push(blocks.test(name) ? '\n' : ' ')
    at = close + (isComment ? 3 : 1)
  }
  return characters(words.join('')).replaceAll(/[^\S\n]+/g, ' ')
}

/** RFC 3676, format=flowed: a line ending in a blank continues, but not the signature separator. */
export const unflowed = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => (line.startsWith(' ') ? line.slice(1) : line))
    .map((line) => (line.endsWith(' ') && line !== '-- ' ? line : `${line}\n`))
    .join('')
