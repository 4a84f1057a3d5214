// What is still written by hand, and could be the kit's, becomes less.
import { expect, it } from 'vitest'
import { countsOf, deployed, keptCounts, measure, unlikeKept } from '#tools/measure.ts'
import { filesBehind } from '#tools/measure-path.ts'

it('no count of what is written by hand rises, and one that falls is written down', () => {
  expect(unlikeKept(countsOf(deployed()), keptCounts())).toEqual([])
})

it('control: a count that rises, one that falls far and one that nobody kept are found', () => {
  const kept = { presses: 100, shows: 100, frames: 100, fields: 100, lists: 3 }
  expect(unlikeKept({ presses: 101, shows: 98, frames: 97, fields: 100, csv: 1, lists: 1 }, kept)).toEqual([
    'presses rose from 100 to 101: write the new ones with the kit instead',
    'frames fell from 100 to 97. Run npm run measure -- --write',
    'csv is measured and kept, or neither. Run npm run measure -- --write',
  ])
})

it('counts what is written, and its lines, by the patterns of the table', () => {
  const text = [
    `export const pages = new Hono()`,
    `  .post('/a', async (c) => {`,
    `    return c.redirect('/b')`,
    `  })`,
    `  .get('/a.csv', (c) => c.body(''))`,
    `export const showA = (c) => {`,
    `  return <form method="post"><TextField name="a" /></form>`,
    `}`,
    `export const A = ({`,
    `  a,`,
    `}: { a: string }) => a`,
    `const sql = \`INSERT INTO A (a) VALUES (?1)\``,
    `const said = (a: string): string =>`,
    `  a.trim()`,
    '',
    `const many = [`,
    `  ...[1, 2],`,
    `]`,
    `export const long = () => {`,
    ...Array.from({ length: 100 }, () => '  a()'),
    `}`,
    '',
  ].join('\n')
  const sources = [{ path: 'src/money/a-pages.tsx', text }]
  expect(countsOf(sources)).toEqual({
    ...{ presses: 1, pressesInRooms: 1, shows: 1, frames: 1, fields: 1, props: 1 },
    ...{ lists: 0, csv: 1, inserts: 1, spreads: 1, longFunctions: 1, bookingFiles: 0, returnFiles: 0 },
  })
  expect(measure(sources, 'presses')).toEqual({ count: 1, lines: 3 })
  expect(measure(sources, 'longFunctions')).toEqual({ count: 1, lines: 102 })
})

it('counts each file behind a route once, but for types, views, mails and what every act shares', () => {
  const texts = {
    'src/booking/placing/school-check-pages.tsx': `import { place } from './place-booking.ts'\nimport { Check } from './views/check.tsx'\nimport type { Act } from '#booking/act.ts'`,
    'src/booking/placing/place-booking.ts': `import {\n  type Price,\n  price,\n} from '#money/prices/price.ts'\nimport { type Kind } from '#messages/kind.ts'\nimport { mail } from '#emails/mail.tsx'`,
    'src/money/prices/price.ts': `import { place } from '#booking/placing/place-booking.ts'\nimport { day } from '#base/dates.ts'\nexport { words } from './words.ts'`,
    'src/money/prices/words.ts': '',
    ...{ 'src/booking/placing/views/check.tsx': '', 'src/booking/act.ts': '', 'src/messages/kind.ts': '' },
    ...{ 'emails/mail.tsx': '', 'src/base/dates.ts': '', 'src/events/event.ts': '' },
  }
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }))
  expect(filesBehind(sources, ['src/booking/placing/school-check-pages.tsx'])).toEqual([
    'src/booking/placing/school-check-pages.tsx',
    'src/booking/placing/place-booking.ts',
    'src/money/prices/price.ts',
    'src/money/prices/words.ts',
  ])
})
