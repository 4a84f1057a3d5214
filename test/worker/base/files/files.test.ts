import { env } from 'cloudflare:workers'
import { strToU8, zipSync } from 'fflate'
import { beforeEach, expect, it } from 'vitest'
import type { ScannerAccess } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { deleteFiles } from '#base/files/delete-files.ts'
import { mostBytes, pieceBytes, type StoredFile } from '#base/files/file.ts'
import { filesSent, saveFile } from '#base/files/save-file.ts'
import { fileColumns } from '#base/files/store.ts'
import { fileRefusals, takenTypes } from '#base/files/views/refusals.tsx'
import { sha256 } from '#base/id.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { accepted, anAct, db, rows, run } from '#test/support/factories.ts'
import { eicar, type ScannerState } from '#tools/twins/scanner/app.ts'

beforeEach(emptyDatabase)

const bucket = (env as unknown as { KEPT_FILES: R2Bucket }).KEPT_FILES

/** A PDF as far as its first bytes say, of so many. */
const aPdf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let n = 0; n < size; n += 1) bytes[n] = (n * 7 + (n >> 8)) % 256
  bytes.set(new TextEncoder().encode('%PDF-1.7\n'))
  return bytes
}

const sent = (name: string, content: Uint8Array<ArrayBuffer> | string): File => new File([content], name, { type: 'text/html' })

const kept = (file: File, files?: R2Bucket): Promise<StoredFile> => saveFile(anAct({ files }), file).then(accepted)

const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer())

const use = (id: string): Promise<unknown> => run('UPDATE StoredFile SET spareFrom = NULL WHERE id = ?1', id)
const free = (id: string): Promise<unknown> => run(`UPDATE StoredFile SET spareFrom = '' WHERE id = ?1`, id)

it('without a bucket a file is kept in pieces of the database and comes back as it was, of the largest size too', async () => {
  for (const size of [9, pieceBytes, pieceBytes + 1, mostBytes]) {
    const bytes = aPdf(size)
    const file = await kept(sent('Day one – slides.pdf', bytes))
    expect(file).toEqual({
      ...{ id: file.id, name: 'Day one – slides.pdf', type: 'application/pdf', size, at: file.at },
      ...{ sha256: file.sha256, pieces: Math.ceil(size / pieceBytes) },
    })
    expect(await rows(`SELECT ${fileColumns} FROM StoredFile f WHERE f.id = ?1`, file.id)).toEqual([file])
    const [piece] = await rows<{ most: number }>('SELECT MAX(length(base64)) AS most FROM FilePiece WHERE fileId = ?1', file.id)
    expect(piece?.most).toBeLessThanOrEqual(240_000)
    expect(Buffer.compare(await bytesOf(await answerFile({ DB: db }, file)), bytes)).toBe(0)
  }
})

it('with a bucket its bytes are there and not in the database, under the hash of what was sent', async () => {
  const bytes = aPdf(400_000)
  const file = await kept(sent('slides.pdf', bytes), bucket)
  expect(file.pieces).toBe(0)
  expect(await rows('SELECT * FROM FilePiece')).toEqual([])
  const object = await bucket.head(file.id)
  expect(Buffer.from(object?.checksums.sha256 ?? new ArrayBuffer()).toString('hex')).toBe(file.sha256)
  expect(Buffer.compare(await bytesOf(await answerFile({ DB: db, FILES: bucket }, file)), bytes)).toBe(0)
  // Somebody took the bucket from the settings: said as a failure, not as an empty file.
  await expect(answerFile({ DB: db }, file)).rejects.toThrow(AppError)
})

it('its hash is that of its text, and its headers keep a browser from showing it as a page', async () => {
  const file = await kept(sent('Zoë’s "list".csv', 'School,Person\n'))
  expect(file.sha256).toBe(await sha256('School,Person\n'))
  const { headers } = await answerFile({ DB: db }, file)
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="Zoe_s list.csv"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20list.csv`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  expect((await answerFile({ DB: db }, file, true)).headers.get('cache-control')).toBe('public, max-age=300')
  // “Siân” as Excel saves it.
  expect((await kept(sent('list.txt', new Uint8Array([0x53, 0x69, 0xe2, 0x6e])))).type).toBe('text/plain; charset=windows-1252')
})

it('what is empty, too large, of another type or not as named is refused with a sentence and leaves nothing', async () => {
  const refused = async (file: unknown): Promise<string> => {
    const saved = await saveFile(anAct(), file)
    return saved.ok ? 'taken' : fileRefusals[saved.reason]
  }
  expect(await refused(undefined)).toBe('Choose a file')
  expect(await refused(sent('', ''))).toBe('Choose a file')
  expect(await refused('typed')).toBe('Choose a file')
  expect(await refused(sent('slides.pdf', ''))).toBe('This file is empty. Choose another')
  expect(await refused(sent('slides.pdf', aPdf(mostBytes + 1)))).toBe(
    'This file is larger than 10 MB. Make it smaller, for instance by saving it as a PDF',
  )
  for (const name of ['page.html', 'drawing.svg', 'setup.exe', 'slides', 'old.doc', 'page.pdf.html'])
    expect(await refused(sent(name, aPdf(20)))).toBe(`Files of this type are not taken. Choose one of these: ${takenTypes}`)
  for (const [name, content] of [
    ['page.pdf', '<!doctype html><script>alert(1)</script>'],
    ['page.txt', '<!doctype html><script>alert(1)</script>'],
    ['drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['setup.pdf', 'MZ\u0090\u0000'],
  ] as const)
    expect(await refused(sent(name, content))).toContain('is not what its name says')
  expect(await rows('SELECT id FROM StoredFile')).toEqual([])
})

it('a field left empty sends no file', () => {
  const one = sent('a.pdf', aPdf(20))
  expect(filesSent(sent('', ''))).toEqual([])
  expect(filesSent([one, sent('', ''), 'typed'])).toEqual([one])
})

const scannerSays = async (told?: Partial<ScannerState>): Promise<ScannerState> =>
  (await fetch('https://files.scanner.example/_twin', told ? { method: 'POST', body: JSON.stringify(told) } : {})).json()
const scanner = { url: 'https://files.scanner.example/v2/scan', token: undefined }

// “Where the council has a virus scanner each file is sent to it before it is kept; one in which it finds something is refused.”
// “While nobody can say what is in a file, it is not kept, and its sender is asked to try again.”
it('each file is scanned before it is kept: one with a virus is refused, and so is any while the scanner says nothing sure', async () => {
  await scannerSays({ scanned: [], fates: [], token: '' })
  const send = async (name: string, content: string | Uint8Array<ArrayBuffer>, by = scanner as ScannerAccess): Promise<string> => {
    const saved = await saveFile(anAct({ scanner: by }), sent(name, content))
    return saved.ok ? 'taken' : fileRefusals[saved.reason]
  }
  const infected = 'Our virus scanner found a virus in this file. It was not kept. Have your computer checked before you send another'
  const later = 'Files cannot be scanned for viruses just now, so this one was not kept. Try again in a few minutes'
  expect(await send('list.csv', 'School,Person\n')).toBe('taken')
  expect(await send('list.txt', eicar)).toBe(infected)
  const inside = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8(eicar) }) as Uint8Array<ArrayBuffer>
  expect(await send('letter.docx', inside)).toBe(infected)
  // What is refused without it is not sent to it.
  await send('page.html', eicar)
  expect((await scannerSays()).scanned).toEqual([
    { name: 'file', size: 14, status: 'OK' },
    { name: 'file', size: 68, status: 'FOUND' },
    { name: 'file', size: inside.length, status: 'FOUND' },
  ])
  for (const fate of ['starting', 'failing', 'broken', 'silent'] as const) {
    await scannerSays({ fates: [fate] })
    expect(await send('list.csv', 'a,b\n'), fate).toBe(later)
  }
  expect(await send('list.csv', 'a,b\n', { ...scanner, url: 'https://files.scanner.example/other' })).toBe(later)
  await scannerSays({ token: 'secret' })
  expect(await send('list.csv', 'a,b\n')).toBe(later)
  expect(await send('list.csv', 'a,b\n', { ...scanner, token: 'secret' })).toBe('taken')
  expect(await rows('SELECT name FROM StoredFile')).toEqual([{ name: 'list.csv' }, { name: 'list.csv' }])
})

const due = async (now: Date): Promise<boolean> =>
  (await kindsDue(db, anAct({ now }), kinds)).some(({ kind }) => kind.name === 'deleteFiles')
const left = async (): Promise<string[]> => (await rows<{ id: string }>('SELECT id FROM StoredFile ORDER BY id')).map(({ id }) => id)

it('a file that nothing came to name is deleted after a day, and one that nothing names any more at once', async () => {
  const used = await kept(sent('used.pdf', aPdf(300_000)))
  const never = await kept(sent('never.pdf', aPdf(300_000)))
  const inBucket = await kept(sent('bucket.pdf', aPdf(3000)), bucket)
  await use(used.id)
  const soon = new Date(Date.parse(inBucket.at) + 23 * 3_600_000)
  expect(await due(soon)).toBe(false)
  await deleteFiles(anAct({ now: soon, files: bucket }))
  expect(await left()).toEqual([used.id, never.id, inBucket.id])

  const nextDay = new Date(Date.parse(inBucket.at) + 25 * 3_600_000)
  expect(await due(nextDay)).toBe(true)
  await deleteFiles(anAct({ now: nextDay, files: bucket }))
  expect(await left()).toEqual([used.id])
  expect(await bucket.head(inBucket.id)).toBeNull()
  expect(await rows('SELECT DISTINCT fileId FROM FilePiece')).toEqual([{ fileId: used.id }])
  expect(await due(nextDay)).toBe(false)

  await free(used.id)
  expect(await due(nextDay)).toBe(true)
  await deleteFiles(anAct({ now: nextDay }))
  expect(await left()).toEqual([])
  expect(await rows('SELECT * FROM FilePiece')).toEqual([])
})

it('a file that broke off half way is not put to use', async () => {
  const file = await kept(sent('slides.pdf', aPdf(pieceBytes * 3)))
  await run('DELETE FROM FilePiece WHERE number = 2')
  await expect(use(file.id)).rejects.toThrow('file_in_part')
})
