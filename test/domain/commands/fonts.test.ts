import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle } from '#commands/bundle.ts'
import { declared } from '#commands/declared.ts'
import { fontFiles } from '#commands/fonts.ts'
import { root } from '#commands/settings.ts'

const require = createRequire(import.meta.url)
type Laid = { glyphs: { path: { toSVG: () => string } }[]; positions: object[] }
type Subset = { includeGlyph: (glyph: object) => number; encode: () => Uint8Array }
type Letters = { layout: (text: string) => Laid; characterSet: number[]; postscriptName: string; createSubset: () => Subset }
type Reader = { create: (file: Uint8Array) => Letters }
/** As pdfkit reads a font. */
const { create: lettersOf }: Reader = createRequire(require.resolve('pdfkit'))('fontkit')

/** As the Worker reads a font. */
let deployed: Reader
const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
beforeAll(async () => {
  await bundle({ root, outdir: folder, ...declared(), options: { entryPoints: ['src/base/web/fontkit.js'] } })
  deployed = await import(join(folder, 'fontkit.js'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const embedded = (font: Letters, text: string): string => {
  const subset = font.createSubset()
  for (const glyph of font.layout(text).glyphs) subset.includeGlyph(glyph)
  return Buffer.from(subset.encode()).toString('base64')
}

const drawn = (font: Letters, text: string) => {
  const { glyphs, positions } = font.layout(text)
  return JSON.stringify([glyphs.map(({ path }) => path.toSVG()), positions])
}
const { regular, bold } = fontFiles(root)
const cases = [
  ['regular', regular, '400Regular/NotoSans_400Regular.ttf'],
  ['bold', bold, '700Bold/NotoSans_700Bold.ttf'],
] as const

it.each(cases)('letters of PDF files are drawn, joined and spaced as the whole font does it: %s', (_, made, file) => {
  const ours = deployed.create(readFileSync(made))
  const whole = lettersOf(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}`)))
  // The last is no letter, but the end of the list.
  const letters = ours.characterSet.filter((letter) => letter < 0xffff).map((letter) => String.fromCodePoint(letter))
  const texts = letters.flatMap((letter) => [letter, `${letter}\u0301`, `${letter}\u0327`, `A${letter}T`, `f${letter}i`, `1${letter}2`])
  expect(texts.length).toBeGreaterThan(4_000)
  expect(texts.filter((text) => drawn(ours, text) !== drawn(whole, text))).toEqual([])
})

it.each(cases)('of a font the Worker puts into a PDF file what the whole library puts there: %s', (_, made) => {
  const file = readFileSync(made)
  const [ours, whole] = [deployed.create(file), lettersOf(file)]
  const text = String.fromCodePoint(...whole.characterSet.filter((letter) => letter < 0xffff))
  expect([ours.postscriptName, embedded(ours, text)]).toEqual([whole.postscriptName, embedded(whole, text)])
})

it('control: the letters of the other font are told apart', () => {
  const whole = lettersOf(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${cases[0][2]}`)))
  expect(drawn(lettersOf(readFileSync(bold)), 'A')).not.toBe(drawn(whole, 'A'))
})
