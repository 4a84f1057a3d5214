import { expect, it } from 'vitest'
import type { Document } from '#base/document.ts'
import { mostPdfRows, pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { anAct } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'

const act = anAct({ now: new Date('2026-03-02T09:00:00.000Z') })

const paper: Document = {
  title: 'Schools and safeguarding',
  lines: ['Borsetshire Council', 'As known at 2 March 2026'],
  blocks: [
    { kind: 'paragraph', text: '12 of 20 schools are in date.', strong: true },
    { kind: 'heading', text: 'Schools' },
    { kind: 'list', items: ['Ysgol Ŵyn ap Llŷr', 'Łukasz Żółć – Nguyễn'] },
    {
      kind: 'table',
      caption: 'Schools that are not in date by our record',
      sheet: 'Schools',
      columns: [
        { name: 'School', width: 30 },
        { name: 'Places', figures: true },
      ],
      rows: [
        ['Lady Hawthorn’s', 3],
        ['St Mary’s', 0],
      ],
    },
  ],
}

it('a document is a PDF with its title, language, headings, lists and tables as a screen reader reads them', async () => {
  const { tags, info, texts } = textsOf(await pdfOf(act, paper))
  expect(info).toMatchObject({ tagged: true, language: 'en-GB', title: 'Schools and safeguarding' })
  expect(tags).toEqual({ Document: 1, H1: 1, P: 3, H2: 1, L: 1, LI: 2, Lbl: 2, LBody: 2, Table: 1, Caption: 1, TR: 3, TH: 4, TD: 2 })
  expect(texts).toContain('Ysgol Ŵyn ap Llŷr')
  expect(pdfHeaders('paper')['content-disposition']).toBe('attachment; filename="paper.pdf"')
})

it('the same document makes the same file', async () => {
  expect(await pdfOf(act, paper)).toEqual(await pdfOf(act, paper))
})

it('a long answer goes on over pages, and every row of a long table is there', async () => {
  const rows = Array.from({ length: 300 }, (_, n): [string, string] => [
    `School ${n}`,
    n === 7 ? 'Because of what was said. '.repeat(300) : 'none',
  ])
  const { tags } = textsOf(
    await pdfOf(act, {
      ...paper,
      blocks: [{ kind: 'table', caption: 'All', sheet: 'All', columns: [{ name: 'School' }, { name: 'Answer' }], rows }],
    }),
  )
  expect(tags['TR']).toBeGreaterThan(301)
})

it('a long file is made in steps, between which others are served, and a short one in one', async () => {
  await pdfOf(act, paper)
  const stepsOf = async (count: number): Promise<[steps: number, last: string | undefined]> => {
    let steps = 0
    const rows = Array.from({ length: count }, (_, n): [string] => [`School ${n}`])
    const table = { kind: 'table', caption: 'All', sheet: 'All', columns: [{ name: 'School' }], rows } as const
    const giveWay = async () => {
      steps += 1
    }
    const bytes = await pdfOf(act, { ...paper, blocks: [table] }, { giveWay })
    return [steps, textsOf(bytes).texts.findLast((text) => / of \d+$/.test(text))]
  }
  // Ten rows a step, and ten pages when they are numbered.
  expect(await stepsOf(9)).toEqual([0, 'Schools and safeguarding – page 1 of 1'])
  expect(await stepsOf(600)).toEqual([61, 'Schools and safeguarding – page 16 of 16'])
})

it('a table of more rows than a person reads on paper ends with where the rest is', async () => {
  const rows = Array.from({ length: mostPdfRows + 5 }, (_, n): [string] => [`School ${n}`])
  const { tags } = textsOf(
    await pdfOf(act, { ...paper, blocks: [{ kind: 'table', caption: 'All', sheet: 'All', columns: [{ name: 'School' }], rows }] }),
  )
  expect([tags['TR'], tags['P']]).toEqual([mostPdfRows + 1, 3])
})
