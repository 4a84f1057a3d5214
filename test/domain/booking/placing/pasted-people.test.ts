import { expect, it } from 'vitest'
import type { RoleOption } from '#booking/bookings/booking.ts'
import { linesOf, readPasted, roleMeant, sayPasteProblem } from '#booking/placing/pasted-people.ts'

const roles: RoleOption[] = [
  ['dsl', 'Designated safeguarding lead'],
  ['deputy_dsl', 'Deputy designated safeguarding lead'],
  ['head', 'Headteacher or principal'],
  ['senco', 'Special educational needs co-ordinator'],
  ['business_manager', 'Business manager or office'],
].map(([id = '', label = '']) => ({ id, label, fromDate: null, toDate: null }))

const ann = { name: 'Ann Lee', email: 'ann@example.sch.uk', roleId: 'dsl' }
const bo = { name: 'Bo Price', email: 'bo@example.sch.uk', roleId: 'deputy_dsl' }

it('people are read from columns copied out of a spreadsheet, and from text with commas or semicolons', () => {
  for (const text of [
    'Ann Lee\tann@example.sch.uk\tDSL\nBo Price\tbo@example.sch.uk\tDeputy DSL\n',
    'Ann Lee,ann@example.sch.uk,Designated Safeguarding Lead\r\nBo Price,bo@example.sch.uk,deputy_dsl\r\n',
    'Ann Lee; ann@example.sch.uk; D.S.L.\n\n  \nBo Price; bo@example.sch.uk; DDSL',
    'Name,Email address,Role\nAnn Lee,ann@example.sch.uk,dsl\nBo Price,bo@example.sch.uk,Deputy-DSL',
    'Role\tEmail\tFirst name\tSurname\ndsl\tann@example.sch.uk\tAnn\tLee\nDeputy DSL\tbo@example.sch.uk\tBo\tPrice',
    'ann@example.sch.uk\tAnn Lee\tDSL\nbo@example.sch.uk\tBo Price\tDeputy DSL',
    '"Ann Lee","ann@example.sch.uk","DSL"\n"Bo\nPrice","bo@example.sch.uk","Deputy DSL"',
  ])
    expect(readPasted(text, roles, 40)).toEqual({ people: [ann, bo], problems: [] })
})

it('a line of two cells is a name and an address, or a name and a role', () => {
  const without = [
    { ...ann, email: '' },
    { ...bo, email: '' },
  ]
  for (const text of ['Ann Lee\tDSL\nBo Price\tDeputy DSL', 'Ann Lee, DSL\nBo Price, deputy dsl', 'Ann Lee\t\tDSL\nBo Price\t\tDDSL'])
    expect(readPasted(text, roles, 40)).toEqual({ people: without, problems: [] })
  expect(readPasted('Ann Lee\nBo Price', roles, 40).people.map(({ name, email }) => [name, email])).toEqual([
    ['Ann Lee', ''],
    ['Bo Price', ''],
  ])
  expect(readPasted('Ann Lee, DSL\nBo Price, Head of Year 7', roles, 40).problems.map(sayPasteProblem)).toEqual([
    'Line 2: “Head of Year 7” is neither an email address nor a role we know',
  ])
  expect(readPasted('Ann Lee, DSL\nBo Price, bo@example.sch.uk', roles, 40)).toEqual({
    people: [
      { ...ann, email: '' },
      { ...bo, roleId: '' },
    ],
    problems: [],
  })
})

it('a job title that is no role we know makes another member of staff, to be checked; where such are not invited no role is chosen', () => {
  const pasted = 'Cai Rees\tcai@example.sch.uk\tLunchtime supervisor'
  const cai = { name: 'Cai Rees', email: 'cai@example.sch.uk', unknownRole: 'Lunchtime supervisor' }
  const other = { id: 'other', label: 'Other member of staff', fromDate: null, toDate: null }
  expect(readPasted(pasted, [...roles, other], 40)).toEqual({ people: [{ ...cai, roleId: 'other' }], problems: [] })
  expect(readPasted(pasted, [...roles, other], 40, roles)).toEqual({ people: [{ ...cai, roleId: '' }], problems: [] })
})

it('a quoted cell may hold the separator, a line end and quotation marks', () => {
  expect(linesOf('"Lee, Ann ""Annie""","a@b.example"\n\n"x\ny",z')).toEqual([
    { number: 1, cells: ['Lee, Ann "Annie"', 'a@b.example'] },
    { number: 3, cells: ['x y', 'z'] },
  ])
  expect(linesOf('"never closed, a@b.example\nsecond')).toEqual([{ number: 1, cells: ['never closed, a@b.example second'] }])
})

it('a line that separates its cells otherwise than the others is read by its own marks', () => {
  const mixed = 'Ann Lee\tann@example.sch.uk\tDSL\nBo Price,bo@example.sch.uk,Deputy DSL'
  expect(readPasted(mixed, roles, 40)).toEqual({ people: [ann, bo], problems: [] })
  expect(linesOf('Ann Lee\tann@example.sch.uk\nPrice, Bo').map((line) => line.cells)).toEqual([
    ['Ann Lee', 'ann@example.sch.uk'],
    ['Price, Bo'],
  ])
})

it('each problem is said by line and field, and then nobody is taken', () => {
  const { people, problems } = readPasted(
    'Ann Lee\tann@example.sch.uk\tDSL\n\tbo@example.sch.uk\tHead\nCai Rees\tnot an address\tHead of Year 7\nDee\t\t',
    roles,
    40,
  )
  expect(people).toEqual([])
  expect(problems.map(sayPasteProblem)).toEqual([
    'Line 2, name: the name is missing',
    'Line 3, email address: “not an address” is not an email address',
  ])
})

it('a name that is no name is told from one that is only too long', () => {
  const long = 'María Concepción de los Ángeles '.repeat(4).trim()
  expect(readPasted(`1234,a@b.example\n${long},b@b.example\nNguyễn Thị Hoa,c@b.example`, roles, 40).problems.map(sayPasteProblem)).toEqual([
    'Line 1, name: “1234” is not a name',
    'Line 2, name: “María Concepción de los Ángeles María Co…” is longer than 100 characters',
  ])
})

it('a role left out is chosen afterwards; more people than a form takes are a problem', () => {
  expect(readPasted('Ann Lee,ann@example.sch.uk', roles, 40).people).toEqual([{ ...ann, roleId: '' }])
  const { people, problems } = readPasted('A,a@b.example\nB,b@b.example\nC,c@b.example', roles, 2)
  expect(people).toEqual([])
  expect(problems.map(sayPasteProblem)).toEqual([
    'Line 3: 3 people were pasted, and this booking has 2 places without a name. None is filled in yet, and all are still in the box: leave 2 in it',
  ])
  const many = Array.from({ length: 42 }, (_, n) => `Person ${String.fromCodePoint(0x41 + n)},p${n}@b.example`).join('\n')
  expect(readPasted(many, roles, 40).problems.map(sayPasteProblem)).toEqual([
    'Line 41: 42 people were pasted, and one form takes 40. None is filled in yet, and all are still in the box: leave 40 in it, and paste the others into a form for the next 40',
  ])
})

it('roles are known by their labels, parts of them and what they are commonly called', () => {
  expect(['Headteacher', 'PRINCIPAL', 'Head teacher', 'SENDCo', 'School office', 'Office'].map((typed) => roleMeant(typed, roles))).toEqual(
    ['head', 'head', 'head', 'senco', undefined, 'business_manager'],
  )
})

it('nothing, a heading alone and rubbish are read without failing', () => {
  expect(readPasted('', roles, 40)).toEqual({ people: [], problems: [] })
  expect(readPasted('Name\tEmail\tRole', roles, 40)).toEqual({ people: [], problems: [] })
  expect(readPasted('"""', roles, 40).problems).toHaveLength(1)
  // Neither a name nor an address.
  expect(readPasted(`${'x'.repeat(100_000)},${'"'.repeat(1001)}`, roles, 40).problems).toHaveLength(2)
})
