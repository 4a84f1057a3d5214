import { expect, it } from 'vitest'
import { type KnownForContacts, planContacts } from '#schools/schools/contact.ts'

const school = { id: 's1', name: 'Ashfield Park', town: 'Ross-on-Wye', urn: '116711' }
const known: KnownForContacts = {
  schoolByUrn: new Map([
    ['116711', school],
    ['149000', school],
  ]),
  roles: [
    { id: 'dsl', label: 'Designated safeguarding lead' },
    { id: 'head', label: 'Headteacher or principal' },
  ],
  contacts: [
    { id: 'c1', schoolId: 's1', roleId: 'dsl', name: 'Siân Ŵyn', email: 'dsl@ashfield.sch.uk', telephone: '' },
    { id: 'c2', schoolId: 's1', roleId: null, name: '', email: 'office@ashfield.sch.uk', telephone: '01989 1' },
  ],
}
const plan = (...rows: Record<string, string>[]) =>
  planContacts(
    rows.map((cells, at) => ({ line: at + 2, cells })),
    known,
  )

it('says of each row whether it is new, changed or unchanged', () => {
  const planned = plan(
    { urn: '116711', role: 'DSL', name: 'Siân Ŵyn', email: 'DSL@ashfield.sch.uk', telephone: '' },
    { urn: '149000', role: 'headteacher', name: 'Ann', email: 'head@ashfield.sch.uk', telephone: '' },
    { urn: '116711', role: '', name: '', email: 'office@ashfield.sch.uk', telephone: '01989 2' },
  )
  expect(planned.map((row) => row.outcome)).toEqual(['unchanged', 'added', 'changed'])
  expect(planned[2]).toMatchObject({ replacesId: 'c2' })
})

it('refuses a row with the reason, and the others go on', () => {
  const planned = plan(
    { urn: '', email: 'a@b.uk' },
    { urn: '999999', email: 'a@b.uk' },
    { urn: '116711', email: '' },
    { urn: '116711', email: 'not an address' },
    { urn: '116711', email: 'a@b.uk', role: 'wizard' },
    { urn: '116711', email: 'a@b.uk', name: 'x'.repeat(10_000) },
    { urn: '116711', email: 'new@b.uk' },
    { urn: '149000', email: 'NEW@b.uk' },
  )
  expect(planned.map((row) => (row.outcome === 'refused' ? row.reason : row.outcome))).toEqual([
    'urn_missing',
    'urn_unknown',
    'email_missing',
    'email_wrong',
    'role_unknown',
    'name_too_long',
    'added',
    'twice_in_file',
  ])
})
