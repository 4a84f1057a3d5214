import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { asSeen } from '#base/web/form-text.ts'
import { unseenTables } from '#base/web/measured-database.ts'
import { secretPaths, withoutSecrets } from '#base/web/secret-path.ts'

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    /\.tsx?$/.test(name) && !name.includes('generated') ? [`${folder}/${name}`] : [],
  )

it('of a link that acts for whoever holds it, no text shows the secret: nor of one that undoes a change of address', () => {
  for (const word of [...secretPaths, 'feeds'])
    expect(withoutSecrets(`https://muster.example/${word}/nZ4ARIA6GmY3LN_nZ4ARIA6Gm?x`)).toBe(`https://muster.example/${word}/…?x`)
})

it('every address with a token in it is one of these', () => {
  const words = filesOf('src').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'\/([a-z-]+)\/:token\b/g)].map(([, word = '']) => word),
  )
  expect(words.length).toBeGreaterThan(4)
  expect(words.filter((word) => ![...secretPaths, 'feeds'].includes(word))).toEqual([])
})

it('what is no page’s business when it is written is a table', () => {
  const tables = new Set(
    readdirSync('prisma/migrations').flatMap((file) =>
      [...readFileSync(`prisma/migrations/${file}`, 'utf8').matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name]) => name),
    ),
  )
  expect(unseenTables.filter((name) => !tables.has(name))).toEqual([])
})

it('a run of joiners between letters is read once, however long, and stays what it is', () => {
  const long = `ب${'‍'.repeat(200_000)}ب`
  // Tried from every joiner it takes minutes, longer than a test may.
  expect(asSeen(long)).toBe(long)
  expect(asSeen('a‍‍b‌ ب‍ ‍')).toBe('ab ب ')
})
