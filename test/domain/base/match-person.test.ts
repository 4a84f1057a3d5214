import { describe, expect, it } from 'vitest'
import { type KnownRecord, matchPeople, meaningOf, meanings, nobodyKnown } from '#base/match-person.ts'

const record = (name: string, facts: Partial<KnownRecord> = {}): KnownRecord => ({
  ...{ id: name, name, email: '', atSchool: true, hasLeft: false },
  ...facts,
})
const match = (name: string, email: string, records: KnownRecord[], own?: string) => matchPeople([{ name, email }], records, own)[0]
const known = (id: string, learned = false) => ({ is: 'known', id, learned })
const isNew = { is: 'new', apart: [] }

const ann = 'ann@hill.example'
const names = { same: 'ANN  LEE', like: 'Annie Lee', other: 'Bo Hill' } as const
const addresses = {
  agree: { typed: ann, held: ann },
  differ: { typed: ann, held: 'lee@hill.example' },
  missing: { typed: ann, held: '' },
  untold: { typed: '', held: ann },
} as const

describe('each row of the table', () => {
  it.each([
    ['agree', 'same', 'here', 'same'],
    ['agree', 'same', 'elsewhere', 'same'],
    ['agree', 'like', 'here', 'asked'],
    ['agree', 'like', 'elsewhere', 'other'],
    ['agree', 'other', 'here', 'asked'],
    ['agree', 'other', 'elsewhere', 'other'],
    ['differ', 'same', 'here', 'asked'],
    ['differ', 'same', 'elsewhere', 'other'],
    ['differ', 'like', 'here', 'other'],
    ['differ', 'like', 'elsewhere', 'other'],
    ['differ', 'other', 'here', 'other'],
    ['differ', 'other', 'elsewhere', 'other'],
    ['missing', 'same', 'here', 'asked'],
    ['missing', 'same', 'elsewhere', 'other'],
    ['missing', 'like', 'here', 'asked'],
    ['missing', 'like', 'elsewhere', 'other'],
    ['missing', 'other', 'here', 'other'],
    ['missing', 'other', 'elsewhere', 'other'],
    ['untold', 'same', 'here', 'same'],
    ['untold', 'same', 'elsewhere', 'other'],
    ['untold', 'like', 'here', 'asked'],
    ['untold', 'like', 'elsewhere', 'other'],
    ['untold', 'other', 'here', 'other'],
    ['untold', 'other', 'elsewhere', 'other'],
  ] as const)('addresses %s, the name is %s, the record is %s: %s', (address, name, where, meaning) => {
    const { typed, held } = addresses[address]
    const one = record('Ann Lee', { email: held, atSchool: where === 'here' })
    expect(meaningOf({ name: names[name], email: typed }, one)).toBe(meaning)
    expect(meanings[address][name][where]).toBe(meaning)
  })
})

describe('“An address alone never makes a person”', () => {
  it('one name at one address is one person, at whichever school and however it is spelt', () => {
    expect(match('siân  ŵyn', 'Sian@Hill.example', [record('Siân Ŵyn', { email: 'sian@hill.example' })])).toEqual(known('Siân Ŵyn'))
    expect(match('Sian Wyn', ann, [record('Siân Ŵyn', { email: ann, atSchool: false })])).toEqual(known('Siân Ŵyn'))
  })

  it('another name at an address of the school is asked about, and of another school it is a new person, of whom nobody is told', () => {
    const dea = record('Siobhán O’Dea', { email: ann })
    expect(match('Bo Hill', ann, [dea])).toEqual({ is: 'asked', records: [dea], mailbox: true })
    expect(match('Bo Hill', ann, [{ ...dea, atSchool: false }])).toEqual(isNew)
  })

  it('once two people have an address nobody is asked who else reads it', () => {
    expect(match('Cai Rees', ann, [record('Ann Lee', { email: ann }), record('Bo Hill', { email: ann })])).toEqual(isNew)
    expect(match('Bo Hill', ann, [record('Ann Lee', { email: ann }), record('Bo Hill', { email: ann })])).toEqual(known('Bo Hill'))
  })

  it('two names with one address on one form are two people', () => {
    const form = [
      { name: 'Ann Lee', email: ann },
      { name: 'Annie Lee', email: ann },
      { name: 'Bo Hill', email: ann },
    ]
    expect(matchPeople(form, [record('Ann Lee', { email: ann })])).toEqual([known('Ann Lee'), isNew, isNew])
    expect(matchPeople(form, [])).toEqual([isNew, isNew, isNew])
  })

  it('two people of one name on one form are two: the one who has the record, and the one who has not', () => {
    const form = [
      { name: 'Ann Lee', email: ann },
      { name: 'Ann Lee', email: 'other@hill.example' },
      { name: 'Ann Lee', email: '' },
    ]
    expect(matchPeople(form, [record('Ann Lee', { email: ann })])).toEqual([known('Ann Lee'), isNew, isNew])
  })

  it('the address of whoever books, in place of one that is missing, proves nothing', () => {
    const booker = record('Gwen Jones', { email: 'gwen@hill.example' })
    expect(match('Bo Hill', 'gwen@hill.example', [booker], 'gwen@hill.example')).toEqual(isNew)
    expect(match('Gwen Jones', 'gwen@hill.example', [booker], 'gwen@hill.example')).toEqual(known('Gwen Jones'))
    expect(match('Ann Lee', 'gwen@hill.example', [booker, record('Ann Lee')], 'gwen@hill.example')).toEqual(known('Ann Lee'))
  })
})

describe('a record without an address', () => {
  const dilys = record('Dilys Llewellyn')

  it('is asked about when somebody of its name at its school is named with one, also when the name is alike', () => {
    for (const name of ['Dilys Llewellyn', 'Dilys M. Llewellyn'])
      expect(match(name, 'dilys@hill.example', [dilys])).toEqual({ is: 'asked', records: [dilys], mailbox: false })
  })

  it('is meant by its name alone at its school, and at no other', () => {
    expect(match('dilys llewellyn', '', [dilys])).toEqual(known('Dilys Llewellyn'))
    expect(match('Dilys Llewellyn', '', [{ ...dilys, atSchool: false }])).toEqual(isNew)
  })

  it('of two records of one name at the school it is asked which', () => {
    const both = [dilys, { ...dilys, id: 'other', email: 'other@hill.example' }]
    expect(match('Dilys Llewellyn', '', both)).toEqual({ is: 'asked', records: both, mailbox: false })
  })
})

describe('an answer', () => {
  const dilys = record('Dilys Llewellyn')
  const answered = (answer: string) => matchPeople([{ name: 'Dilys Llewellyn', email: 'dilys@hill.example', answer }], [dilys])[0]

  it('that names a record it was asked about is of that record, which then learns what was typed', () => {
    expect(answered('Dilys Llewellyn')).toEqual(known('Dilys Llewellyn', true))
  })

  it('that none is meant makes a new record, which is of somebody else than those it was asked about', () => {
    expect(answered(nobodyKnown)).toEqual({ is: 'new', apart: ['Dilys Llewellyn'] })
  })

  it('that names a record it was not asked about is no answer', () => {
    expect(answered('somebody else')).toEqual({ is: 'asked', records: [dilys], mailbox: false })
  })

  it('is asked for once: the record has the spelling and the address from then on', () => {
    const learned = [dilys, { ...dilys, name: 'Dilys M. Llewellyn', email: 'dilys@hill.example' }]
    expect(match('Dilys M. Llewellyn', 'dilys@hill.example', learned)).toEqual(known('Dilys Llewellyn'))
  })
})

describe('“An address of a post or of somebody who has left proves nothing”', () => {
  const posts = 'dsl head office admin governors deputy senco safeguarding chair clerk'.split(' ').map((post) => `${post}@hill.example`)
  const successors = ['Bo Hill', 'Annie Lee', 'Cai Rees', 'Gwen Lee']

  it('no successor to twenty addresses is whoever had them before', () => {
    const handedOn = [
      ...posts.map((email) => record('Ann Lee', { email })),
      ...posts.map((_, n) => record('Ann Lee', { email: `ann.lee${n}@hill.example`, hasLeft: true })),
    ]
    expect(handedOn).toHaveLength(20)
    for (const before of handedOn)
      for (const name of successors) {
        const found = match(name, before.email, [before])
        // A name that is alike is asked about, whatever the address.
        expect([name, before.email, found?.is]).toEqual([name, before.email, name === 'Annie Lee' ? 'asked' : 'new'])
      }
  })

  it('control: at an address that is one person’s own, a school is asked about every successor', () => {
    for (const name of successors) expect(match(name, ann, [record('Ann Lee', { email: ann })])?.is).toBe('asked')
  })

  it('whoever has the post at another school is another person, also of the same name', () => {
    expect(match('Ann Lee', 'dsl@hill.example', [record('Ann Lee', { email: 'dsl@hill.example', atSchool: false })])).toEqual(isNew)
    expect(match('Ann Lee', 'dsl@hill.example', [record('Ann Lee', { email: 'dsl@hill.example' })])).toEqual(known('Ann Lee'))
  })

  it('a record that has only the address of a post is asked about like one without', () => {
    const lead = record('Ann Lee', { email: 'dsl@hill.example' })
    expect(match('Ann Lee', ann, [lead])).toEqual({ is: 'asked', records: [lead], mailbox: false })
  })
})

it('whoever names themselves at the address with which they are signed in is meant, also where it is of a post and nowhere known at the school', () => {
  const post = 'safeguarding@hill.example'
  const lead = record('Ann Lee', { email: post, atSchool: false })
  const meant = (name: string, self?: string) => matchPeople([{ name, email: post }], [lead], post, self)[0]
  expect(meant('Ann Lee', post)).toEqual(known('Ann Lee'))
  expect(meant('Ann Lee')).toEqual(isNew)
  expect(meant('Ann Lee', 'office@hill.example')).toEqual(isNew)
  expect(meant('Bo Hill', post)).toEqual(isNew)
})
