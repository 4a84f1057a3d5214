import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { bold, regular } from '#base/web/generated/fonts.ts'

const require = createRequire(import.meta.url)
type Laid = { glyphs: { path: { toSVG: () => string } }[]; positions: object[] }
type Letters = { layout: (text: string) => Laid; characterSet: number[] }
/** As pdfkit reads a font. */
const lettersOf = (file: Uint8Array): Letters => createRequire(require.resolve('pdfkit'))('fontkit').create(file)

const drawn = (font: Letters, text: string) => {
  const { glyphs, positions } = font.layout(text)
  return JSON.stringify([glyphs.map(({ path }) => path.toSVG()), positions])
}
const cases = [
  ['regular', regular, '400Regular/NotoSans_400Regular.ttf'],
  ['bold', bold, '700Bold/NotoSans_700Bold.ttf'],
] as const

it.each(cases)('letters of PDF files are drawn, joined and spaced as the whole font does it: %s', (_, packed, file) => {
  const ours = lettersOf(inflateRawSync(Buffer.from(packed, 'base64')))
  const whole = lettersOf(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${file}`)))
  // The last is no letter, but the end of the list.
  const letters = ours.characterSet.filter((letter) => letter < 0xffff).map((letter) => String.fromCodePoint(letter))
  const texts = letters.flatMap((letter) => [letter, `${letter}\u0301`, `${letter}\u0327`, `A${letter}T`, `f${letter}i`, `1${letter}2`])
  expect(texts.length).toBeGreaterThan(4_000)
  expect(texts.filter((text) => drawn(ours, text) !== drawn(whole, text))).toEqual([])
})

it('control: the letters of the other font are told apart', () => {
  const whole = lettersOf(readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${cases[0][2]}`)))
  expect(drawn(lettersOf(inflateRawSync(Buffer.from(bold, 'base64'))), 'A')).not.toBe(drawn(whole, 'A'))
})
