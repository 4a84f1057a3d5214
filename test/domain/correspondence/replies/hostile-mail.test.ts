// Mail that is made to keep its reader busy: each shape of two megabytes took seconds to minutes once, and takes a fraction of one now. Nothing is
// timed; a shape that the library or an expression works through again and again ends the test by its timeout.
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#correspondence/replies/calendar-answer.ts'
import { isReadable } from '#correspondence/replies/mail-limit.ts'
import { readMail } from '#correspondence/replies/read-mail.ts'
import { answeredSubject, largestMail, longestCalendar, passedText } from '#correspondence/replies/received.ts'
import { unflowed, wordsOf } from '#correspondence/replies/words.ts'

const size = largestMail - 2000
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const filled = (unit: string, length = size): string => unit.repeat(Math.floor(length / unit.length))
const from = 'From: Ann <ann@example.sch.uk>\r\nSubject: Re: Your place\r\n'
const typed = (type: string, body: string, more = ''): string => `${from}Content-Type: ${type}\r\n${more}\r\n${body}`
const mixed = (...parts: string[]): string =>
  typed('multipart/mixed; boundary=b', `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`)
const text = 'Content-Type: text/plain\r\n\r\nI cannot come.'
const html = (body: string): string => `Content-Type: text/html\r\n\r\n${body}`
const nested = (depth: number): string =>
  depth === 0 ? text : `Content-Type: multipart/mixed; boundary=n${depth}\r\n\r\n--n${depth}\r\n${nested(depth - 1)}\r\n--n${depth}--`

// Read, and what somebody wrote is found.
describe.each<[shape: string, mail: string, words: string]>([
  ['tags that never end beside plain text', mixed(text, html(filled('<br '))), 'I cannot come.'],
  ['tags that never end, alone', typed('text/html', `Hello<p>${filled('<br ')}`), 'Hello'],
  ['openings alone', typed('text/html', `Hello${filled('<')}`), 'Hello'],
  ['comments that never end', typed('text/html', `Hello${filled('<!--')}`), 'Hello'],
  ['styles that never end', typed('text/html', `Hello${filled('<style>')}`), 'Hello'],
  ['ampersands', typed('text/html', `Hello <b>${filled('&#1')}`), 'Hello'],
  ['blanks', typed('text/plain', `Hello${filled(' ')}x`), 'Hello'],
  ['flowed lines', typed('text/plain; format=flowed; delsp=yes', `Hello ${filled(`${filled('x', 45)} \r\n`)}`), 'Hello'],
  [
    'a calendar of flowed lines',
    mixed(text, `Content-Type: text/calendar; format=flowed\r\n\r\n${filled(`${filled('x', 45)} \r\n`)}`),
    'I cannot come.',
  ],
  [
    'a calendar of nothing but ends of lines',
    mixed(text, `Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n${filled('Cg0K')}`),
    'I cannot come.',
  ],
  [
    'quoted-printable signs alone',
    mixed(text, `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${filled('=')}`),
    'I cannot come.',
  ],
  ['carriage returns', typed('text/plain', `Hello${filled('\r')}x`), 'Hello'],
  ['a message in a message', mixed(text, `Content-Type: message/rfc822\r\n\r\n${mixed(html(filled('<br ')))}`), 'I cannot come.'],
  ['parts in parts', typed('multipart/mixed; boundary=b', `--b\r\n${nested(15)}\r\n--b--`), 'I cannot come.'],
  [
    'a name of encoded words',
    mixed(text, `Content-Type: image/png; name="${filled('=?utf-8?B?QQ==?= ', 60_000)}"\r\n\r\nx`),
    'I cannot come.',
  ],
  ['a folded header', mixed(text, `Content-Type: image/png\r\nX-A: ${filled('x\r\n ', 60_000)}\r\n\r\nx`), 'I cannot come.'],
  ['recipients', `To: ${filled('a@b,', 7900)}\r\nCc: ${filled('a <', 7900)}\r\n${from}\r\nHello`, 'Hello'],
  ['groups of recipients', `To: ${filled(':', 7900)}\r\nCc: ${filled('a:b;', 7900)}\r\n${from}\r\nHello`, 'Hello'],
  ['recipients in comments', `To: ${filled('(', 7900)}\r\nCc: ${filled('"a', 7900)}\r\n${from}\r\nHello`, 'Hello'],
])('%s', (_, mail, words) => {
  it('are read', async () => {
    const read = await readMail(bytes(mail))
    expect([read?.from, passedText(read?.text ?? '').slice(0, words.length)]).toEqual(['ann@example.sch.uk', words])
    read?.calendars.map(readAnswer)
  })
})

// Nobody writes so.
it.each<[shape: string, mail: string]>([
  ['more lines than anybody writes', typed('text/plain', filled('\n'))],
  ['separators alone', typed('multipart/mixed; boundary=b', filled('--b\r\n'))],
  ['lines that begin as separators do', typed('multipart/mixed; boundary=b', filled('--\r\n'))],
  ['parts by the hundred', typed('multipart/mixed; boundary=b', filled('--b\r\n\r\nx\r\n', 6000))],
  ['parts in parts without end', `${from}${nested(60)}`],
  [
    'quoted-printable letters, one by one',
    mixed(text, `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${filled('=41x')}`),
  ],
  ['many headers', `${filled('X-A: b\r\n')}\r\nx`],
  ['one long header', `To: ${filled('a@b,')}\r\n\r\nx`],
  ['one long header in many lines', `To: ${filled('a@b,\r\n ', 20_000)}\r\n\r\nx`],
  ['headers without an end', filled('x', 70_000)],
  ['calendars by the dozen', mixed(...Array.from({ length: 4 }, () => 'Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR'))],
])('%s are not taken apart', async (_, mail) => {
  expect(await readMail(bytes(mail))).toBeUndefined()
})

it('a look before it is taken apart lets through what people send', () => {
  expect(isReadable(bytes(mixed(text, html('<p>x</p>'))))).toBe(true)
  expect(isReadable(bytes(`${filled('X-A: b\r\n', 63_000)}\r\nx`))).toBe(true)
  expect(isReadable(bytes(`To: ${filled('a@b,\r\n ', 7900)}\r\n\r\nx`))).toBe(true)
  // Another alphabet is written in escapes alone.
  expect(isReadable(bytes(typed('text/plain', filled('=D0=B1'))))).toBe(true)
  // Only headers are bounded so: a body may be one line.
  expect(isReadable(bytes(typed('text/html', filled('x'))))).toBe(true)
  expect(isReadable(bytes(''))).toBe(true)
})

it.each([
  ['parameters', `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nX${filled(';A=B', longestCalendar)}:c`],
  ['quotes', `BEGIN:VCALENDAR\r\nATTENDEE${filled(';A="b"', longestCalendar)}:c`],
  ['values', `BEGIN:VCALENDAR\r\nCATEGORIES:${filled('a,', longestCalendar)}`],
  ['escapes', `BEGIN:VCALENDAR\r\nSUMMARY:${filled('\\;', longestCalendar)}\r\nX;A=${filled('^n', longestCalendar)}:c`],
  ['folds', `BEGIN:VCALENDAR\r\nSUMMARY:${filled('a\r\n ', longestCalendar)}`],
  ['beginnings', filled('BEGIN:VEVENT\r\n', longestCalendar)],
  ['blanks', `BEGIN:VCALENDAR\r\n${filled(' ', longestCalendar)}x`],
  [
    'recurrences',
    `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:FREQ=DAILY;BYDAY=${filled('MO,', longestCalendar)}\r\nRDATE:${filled('20261101,', longestCalendar)}`,
  ],
])('a calendar of %s answers nothing, and soon', (_, calendar) => {
  expect(readAnswer(calendar)).toMatchObject({ kind: 'none' })
})

it('the words of HTML, and of lines that were broken, are those that somebody wrote', () => {
  expect(
    wordsOf(
      '<head><title>x</title></head><style>p > a { }</style><p class="a>b">Dear&nbsp;all,</p>I &amp; Gwen can&#8217;t &lt;come&gt;&#x21;<br/>' +
        '<!-- <p>no --><script>if (a < b) x</script> Ann &unknown; 1 < 2',
    ).trim(),
  ).toBe('b">Dear all,\nI & Gwen can’t <come>!\n Ann &unknown; 1 < 2')
  expect(wordsOf('no tags at all')).toBe('no tags at all')
  expect(unflowed('I cannot \r\ncome, \r\nsorry.\r\n\r\n-- \r\nAnn\r\n  quoted')).toBe('I cannot come, sorry.\n\n-- \nAnn\n quoted\n')
})

it('subjects and texts are judged soon, whatever they are made of', () => {
  for (const unit of [' ', 're ', 're: ', 're:', 're[', 're[1] ', '\t', '\u00a0']) {
    expect(answeredSubject(`${filled(unit, 8000)}x`).length).toBeLessThanOrEqual(8001)
    expect(answeredSubject(`re${filled(unit, 8000)}x`).length).toBeLessThanOrEqual(8003)
  }
  for (const unit of ['\n', ' ', '\r', '\u0007', '\n ']) expect(passedText(`${filled(unit)}x`).length).toBeLessThanOrEqual(10_002)
})
