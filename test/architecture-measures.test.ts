// What is still written by hand, and could be the kit's, becomes less.
import { expect, it } from 'vitest'
import { countsOf, deployed, keptCounts, measure, unlikeKept } from '#tools/measure.ts'

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
    ...{ lists: 0, csv: 1, inserts: 1, spreads: 1, longFunctions: 1 },
  })
  expect(measure(sources, 'presses')).toEqual({ count: 1, lines: 3 })
  expect(measure(sources, 'longFunctions')).toEqual({ count: 1, lines: 102 })
})
