import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { addressesIn, changesIn, masked, shapeOf, textOfAnswer } from '#test/record/record-text.ts'
import { restingTrigger } from '#test/record/record-undo.ts'
import { asItStands, filledIn, formsIn, typedEverywhere } from '#test/support/page-forms.ts'

const id = '01a139b6-2200-7000-8001-9eea27542c41'
const other = '01a139b6-2200-7000-8002-603ac003783e'
const token = 'aB3-'.repeat(11).slice(0, 43)

const references = new Set(['K7M2PX', 'QRSTVW'])

it('ids, tokens and references have names by the order in which a page shows them, and the same thing has the same name', () => {
  expect(masked(`${id} ${other} ${id} /place/${token} K7M2PX K7M2PX /bookings/QRSTVW`, references)).toBe(
    '⟨id 1⟩ ⟨id 2⟩ ⟨id 1⟩ /place/⟨token 1⟩ ⟨reference 1⟩ ⟨reference 1⟩ /bookings/⟨reference 2⟩',
  )
  expect(masked('PO-12345 /sign-in?next=%2Fevents%2FK7M2PX', references)).toBe('⟨order 1⟩ /sign-in?next=%2Fevents%2F⟨reference 1⟩')
  expect(masked(`payer-of-${id}, http://127.0.0.1:40323/events and http://localhost:8787/events`, references)).toBe(
    'payer-of-⟨id 1⟩, ⟨here⟩/events and ⟨here⟩/events',
  )
})

it('words in capitals, dates, sums and numbers stay as they are', () => {
  const plain = 'BEGIN:VEVENT, SCHEMA, URN 234567, 14 October 2026 at 9:20am, £1,250.00, #abcdef, muster.88307423ce0f.css'
  expect(masked(plain, references)).toBe(plain)
})

const answer = (type: string, bytes: Uint8Array, more: Record<string, string> = {}) => ({
  ...{ status: 200, bytes },
  headers: new Headers({ 'content-type': type, date: 'today', ...more }),
})

it('an answer is kept with its status and where it leads, a tag on each line, a workbook as what is in it', () => {
  const page = answer('text/html', strToU8('<p>One</p><p>Two</p>'), { location: `/bookings/K7M2PX`, 'set-cookie': 'muster=secret; Path=/' })
  expect(textOfAnswer(page, references)).toBe(
    '200\ncontent-type: text/html\nlocation: /bookings/⟨reference 1⟩\nset-cookie: muster; Path=/\n\n<p>One</p>\n<p>Two</p>',
  )
  const folded = answer('text/calendar', strToU8('SUMMARY:A long\r\n  title\r\n'))
  expect(textOfAnswer(folded, references)).toBe('200\ncontent-type: text/calendar\n\nSUMMARY:A long title\n')
  const book = answer('application/x', zipSync({ 'sheet1.xml': strToU8('<c>1</c><c>2</c>') }))
  expect(textOfAnswer(book, references)).toBe('200\ncontent-type: application/x\n\nsheet1.xml\n<c>1</c>\n<c>2</c>')
})

it('addresses that differ in what they name have one shape, and pages of the service are told from others', () => {
  expect(shapeOf(`/bookings/K7M2PX/places/${id}?page=2&by=trust`)).toBe('/bookings/:/places/:?page=:&by=trust')
  expect(shapeOf(`/feeds/${token}.ics`)).toBe('/feeds/:.ics')
  expect(shapeOf('/sign-in?next=%2Fevents%2FK7M2PX')).toBe('/sign-in?next=/events/:')
  expect(shapeOf('/organiser/wordings/thanks')).toBe('/organiser/wordings/thanks')
  const html = '<a class="x" href="/events?q=a&amp;page=2#top">1</a><a href="https://www.gov.uk/">2</a><a href="edit">3</a>'
  expect(addressesIn(html, '/organiser/terms', ['http://localhost:8787'])).toEqual(['/events?q=a&page=2', '/organiser/edit'])
})

it('a form is sent as it stands, filled in, otherwise where that was refused, or with the same words everywhere', () => {
  const html = `<form method="get"><input name="q"/></form><form method="post" action="/terms"><input type="hidden" name="formId" value="7"/>
    <input name="name" value="Usual"/><input type="email" id="address" name="email"/><input type="radio" name="sure" value="yes"/>
    <input type="radio" name="sure" value="no"/><input type="checkbox" name="day" value="mon"/><input type="checkbox" name="day" value="tue" checked=""/>
    <textarea name="words">A &amp; B</textarea><select name="term"><option value="">Choose</option><option value="2">Two</option></select>
    <button name="do" value="save">Save</button><button name="do" value="drop">Drop</button></form>`
  const [search, form] = formsIn(html, '/here')
  expect([search?.method, search?.action, form?.method, form?.action]).toEqual(['GET', '/here', 'POST', '/terms'])
  if (!form) throw new Error('no form')
  const stands = { formId: '7', name: 'Usual', email: '', day: 'tue', words: 'A & B', term: '', do: 'save' }
  expect(asItStands(form)).toEqual(Object.entries(stands))
  const filled = { formId: '7', name: 'Usual', email: 'somebody@example.sch.uk', sure: 'yes', day: 'tue', words: 'A & B', term: '2' }
  expect(filledIn(form)).toEqual(Object.entries({ ...filled, do: 'save' }))
  const turns = new Map([...Object.keys(filled)].map((name) => [name, 1]))
  const others = { formId: '7', name: 'Alex Morgan', sure: 'no', day: 'mon', words: 'Words that somebody wrote.', do: 'drop' }
  expect(Object.fromEntries(filledIn(form, { turns, pressed: ['do', 'drop'] }))).toEqual({ ...others, email: '', term: '' })
  expect(Object.fromEntries(typedEverywhere(form, ''))).toEqual({ formId: '7', name: '', email: '', words: '', term: '', do: 'save' })
})

it('a rule of the data rests while rows are put back, whatever else it waits for', () => {
  const rests = '(SELECT isUndoing FROM recordedNow) = 0'
  expect(restingTrigger(`CREATE TRIGGER a BEFORE DELETE ON b BEGIN SELECT 1; END`)).toBe(
    `CREATE TRIGGER a BEFORE DELETE ON b  WHEN ${rests} BEGIN SELECT 1; END`,
  )
  const cases = `CASE WHEN old.a THEN 1 END`
  expect(restingTrigger(`CREATE TRIGGER a BEFORE UPDATE ON b WHEN ${cases} BEGIN SELECT 1 WHERE 2; END`)).toBe(
    `CREATE TRIGGER a BEFORE UPDATE ON b  WHEN ${rests} AND ( ${cases} ) BEGIN SELECT 1 WHERE 2; END`,
  )
})

it('a change that was made on many pages is told once, with how many, before one that was made on few', () => {
  const hunk = (file: string, ...lines: string[]) => [
    `diff --git a/${file} b/${file}`,
    `--- a/${file}`,
    `+++ b/${file}`,
    '@@ -1 +1 @@',
    ...lines,
  ]
  const diff = [
    ...hunk('alone', '-<p>Was</p>', '+<p>Is</p>', '@@ -9,0 +9 @@', '+<p>More</p>'),
    ...hunk('one', '-<b>⟨id 3⟩ here</b>', '+<i>⟨id 3⟩ here</i>'),
    ...hunk('two', '-<b>⟨id 8⟩ here</b>', '+<i>⟨id 8⟩ here</i>'),
  ].join('\n')
  expect(changesIn(diff, (path) => path.slice(2))).toEqual([
    { removed: ['<b>⟨id 3⟩ here</b>'], added: ['<i>⟨id 3⟩ here</i>'], times: 2, files: ['one', 'two'] },
    { removed: ['<p>Was</p>'], added: ['<p>Is</p>'], times: 1, files: ['alone'] },
    { removed: [], added: ['<p>More</p>'], times: 1, files: ['alone'] },
  ])
})
