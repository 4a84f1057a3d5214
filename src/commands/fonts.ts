// Makes the letters of PDF files: of Noto Sans those that names in Britain are written with. They
// are files beside the Worker, which reads them when it makes its first PDF.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

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

const sources = { regular: '400Regular/NotoSans_400Regular.ttf', bold: '700Bold/NotoSans_700Bold.ttf' } as const
const madeOf = createHash('sha256')
  .update([letters, version, ...keepFeatures].join())
  .digest('hex')
  .slice(0, 12)
const folderIn = (root: string): string => join(root, 'src/base/web/generated/fonts')

/** Where they are kept once made. */
export const fontFiles = (root: string): Record<keyof typeof sources, string> => ({
  regular: join(folderIn(root), `regular.${madeOf}.ttf`),
  bold: join(folderIn(root), `bold.${madeOf}.ttf`),
})

/** Makes them once for these letters. */
export const makeFonts = async (root: string): Promise<void> => {
  const files = fontFiles(root)
  if (Object.values(files).every((file) => existsSync(file))) return
  // @ts-expect-error: it has no types.
  const { default: subsetFont } = await import('subset-font')
  rmSync(folderIn(root), { recursive: true, force: true })
  mkdirSync(folderIn(root), { recursive: true })
  for (const name of ['regular', 'bold'] as const) {
    const whole = readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${sources[name]}`))
    writeFileSync(files[name], await subsetFont(whole, letters, { targetFormat: 'truetype', keepFeatures }))
  }
}
