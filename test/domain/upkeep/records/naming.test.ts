// Whom a text names. Rules: docs/rules/records.md.
import { expect, it } from 'vitest'
import { partsOf, passagesOf, spelledParts, without } from '#upkeep/records/naming.ts'

const seen = (name: string, text: string, alone = true, addresses: string[] = []) =>
  passagesOf(text, { names: [name], addresses }, alone).map(({ from, to, sure }) => `${sure ? 'sure' : 'perhaps'}: ${text.slice(from, to)}`)

// “A name is looked for as whole words, whatever its case, accents and script, so that a short one is found and no longer word that holds it.”
it.each([
  ['Li Ng', 'Li Ng could not come; Kelli Ngata and Ling did.', ['sure: Li Ng']],
  ['Li Ng', 'Ng, Li was ill. NG is back.', ['sure: Ng, Li', 'perhaps: NG']],
  ['Jo Li', 'Jo Lindsay and Banjo Lipton came, Jo Li’s place was free.', ['perhaps: Jo', 'sure: Jo Li']],
  [
    'Siân Llŷr',
    'SIÂN LLŶR rang, Sian Llyr wrote, Sia\u0302n Lly\u0302r came.',
    ['sure: SIÂN LLŶR', 'sure: Sian Llyr', 'sure: Sia\u0302n Lly\u0302r'],
  ],
  ['Sian Llyr', 'For Siân Llŷr', ['sure: Siân Llŷr']],
  ['Zoë O’Brien', "ZOE O'BRIEN’s mother; the O'Briens came", ["sure: ZOE O'BRIEN"]],
  ['Anne-Marie Lê', 'Anne-Marie Lê, not Anne or Marie', ['sure: Anne-Marie Lê']],
  ['Li Anne', 'Li Anne-Marie', ['perhaps: Li']],
  ['محمد علي', 'سدد محمد علي المبلغ', ['sure: محمد علي']],
  ['מרים כהן', 'שלום למִרְיָם כהן', ['perhaps: כהן']],
  ['李 明', '李明没有来', ['perhaps: 李', 'perhaps: 明']],
  ['Łukasz Żółć', 'lukasz zolc', ['perhaps: lukasz zolc']],
  ['Li Ng', '"one\\nLi Ng"', ['sure: Li Ng']],
])('%s in “%s”', (name, text, expected) => {
  expect(seen(name, text)).toEqual(expected)
})

// “Names that are words too are surely theirs only as a whole, with their capitals.”
it('May, Grace and Will stay what they are in a text that means no person', () => {
  expect(seen('Grace May', 'On 12 May there were days of grace, which may end.')).toEqual(['perhaps: May'])
  expect(seen('Will May', 'In May will be more; will may be; Will May was ill.')).toEqual([
    'perhaps: May',
    'perhaps: will may',
    'sure: Will May',
  ])
  expect(seen('Will May', 'On 12 May. Will Smith comes', false)).toEqual([])
  expect(seen('Grace', 'Grace came by the grace of nobody')).toEqual(['perhaps: Grace'])
})

it('an address is found whole, and no longer one that ends in it', () => {
  const address = ['ann@hill.sch.uk']
  expect(seen('Ann Ho', 'joann@hill.sch.uk, ann@hill.sch.uk.eu, ANN@hill.sch.uk.', true, address)).toEqual(['sure: ANN@hill.sch.uk'])
})

it('titles, particles and initials say nobody alone', () => {
  expect(partsOf('Dr J. van der Berg')).toEqual(['berg'])
  expect(seen('Mrs Ng', 'Mrs Li and Mrs Ng')).toEqual(['sure: Mrs Ng'])
})

it('what is taken out leaves the rest as it was', () => {
  const text = 'Owed by Li Ng (li.ng@x.sch.uk), not by Kelli Ngata.'
  expect(without(text, passagesOf(text, { names: ['Li Ng'], addresses: ['li.ng@x.sch.uk'] }, true))).toBe(
    'Owed by [erased] ([erased]), not by Kelli Ngata.',
  )
})

it('a part is looked for in the database in each way in which it may be written', () => {
  expect(spelledParts(['Siân Ng']).map((parts) => parts.map((ways) => ways.toSorted()))).toEqual([
    [['sian', 'sia\u0302n', 'siÂn', 'siân'].toSorted(), ['ng']],
  ])
})

it.each([
  ['Alexandra (Alex) Brown', 'Rang Alexandra (Alex) Brown about the fee.', 'Rang [erased] about the fee.'],
  ['Kate “Kit” Rees', 'Rang Kate “Kit” Rees about the fee.', 'Rang [erased] about the fee.'],
  ['Okafor, Ngozi', 'Rang Okafor, Ngozi about the fee.', 'Rang [erased] about the fee.'],
  ['Mrs Jane Smith', 'Rang Jane Smith about the fee.', 'Rang [erased] about the fee.'],
  ['Jo & Sam Hill', 'Rang Jo & Sam Hill about the fee.', 'Rang [erased] about the fee.'],
  [
    'Jane Smith',
    'Rang Jane  Smith / Jane_Smith / Jane-Smith / SMITH Jane / Smith, Jane.',
    'Rang [erased] / [erased] / [erased] / [erased] / [erased].',
  ],
  ['Dr May', 'Rang Dr May in May.', 'Rang [erased] in May.'],
])('%s goes out of a text however the name was recorded and written', (name, text, rest) => {
  const sure = passagesOf(text, { names: [name], addresses: [] }, false).filter((passage) => passage.sure)
  expect(without(text, sure)).toBe(rest)
})
