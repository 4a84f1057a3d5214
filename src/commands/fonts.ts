// Makes the letters of PDF files: of Noto Sans those that names in Britain are written with, packed
// into a module, so that the Worker needs no file beside it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
// @ts-expect-error: it has no types.
import subsetFont from 'subset-font'

const require = createRequire(import.meta.url)

/** Latin with every accent, Vietnamese, combining accents, and the signs of running text. */
const spans: readonly (readonly [first: number, last: number])[] = [
  ...([
    [0x20, 0x7e],
    [0xa0, 0x17f],
    [0x18f, 0x192],
    [0x1a0, 0x1b0],
    [0x1cd, 0x21b],
    [0x2b9, 0x2bc],
    [0x300, 0x328],
  ] as const),
  ...([
    [0x1e00, 0x1eff],
    [0x2010, 0x2026],
    [0x2030, 0x203a],
    [0x20ac, 0x20ac],
    [0x2116, 0x2122],
    [0x2190, 0x2193],
    [0x2212, 0x2212],
  ] as const),
]

const { version } = require('@expo-google-fonts/noto-sans/package.json') as { version: string }

const letters = spans
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)))
  .join('')

/** What fontkit does to Latin letters unasked; small capitals and the like are more letters. */
const keepFeatures = ['ccmp', 'locl', 'rlig', 'mark', 'mkmk', 'calt', 'clig', 'liga', 'rclt', 'curs', 'kern']

const packed = async (file: string): Promise<string> =>
  deflateRawSync((await subsetFont(readFileSync(file), letters, { targetFormat: 'truetype', keepFeatures })) as Uint8Array, {
    level: 9,
  }).toString('base64')

/** Writes them once for these letters. */
export const makeFonts = async (root: string): Promise<void> => {
  const made = join(root, 'src/base/web/generated/fonts.ts')
  const first = `// ${letters.length} letters of ${version} with ${keepFeatures}\n`
  if (existsSync(made) && readFileSync(made, 'utf8').startsWith(first)) return
  mkdirSync(dirname(made), { recursive: true })
  const regular = await packed(require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'))
  const bold = await packed(require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'))
  writeFileSync(made, `${first}export const regular = '${regular}'\nexport const bold = '${bold}'\n`)
}
