// Two hundred people are booked, named, confirmed, walk in and are imported, in random order and spelling. The matcher decides over records that
// are kept in memory as the stores keep them; `test/worker/people/people/one-record.test.ts` does the same with fewer, through the real acts.
import { describe, expect, it } from 'vitest'
import { type KnownRecord, matchPeople, nobodyKnown, type PersonMatch } from '#base/match-person.ts'
import { likenessOf, readName } from '#base/person-name.ts'
import { chance } from '#test/support/chance.ts'

type Human = { name: string; email: string; schools: string[]; hasNamesake: boolean }
type Spelling = { name: string; email: string }
type Held = { id: string; spellings: Spelling[]; schools: Set<string>; whoSet: Set<Human>; came: string[] }
const trainingsOf = ({ name, email }: Human): string[] => Array.from({ length: 10 }, (_, n) => `${name} ${email} ${n}`)

type Act = { kind: 'book' | 'name' | 'confirm' | 'walk_in' | 'import'; human: Human; school: string; typed: Spelling; training: string }

const given =
  `Ann Siân Gwen Dilys Mair Huw Owen Rhys Cerys Nia Elin Megan Siobhán Jonathan Robert Elizabeth Margaret Christopher Rebecca Thomas
  Aled Bethan Carys Dafydd Eleri Ffion Gareth Hefin Iwan Lowri`.split(/\s+/)
const families =
  `Price Llewellyn O’Dea Hughes Morgan Vaughan Bevan Prosser Watkins Griffiths Meredith Parry Rees Howells Cadwallader Beynon Tudor
  Maddox Lloyd-Evans Powell`.split(/\s+/)
const short: Record<string, string> = {
  Jonathan: 'Jon',
  Robert: 'Bob',
  Elizabeth: 'Liz',
  Christopher: 'Chris',
  Rebecca: 'Becky',
  Thomas: 'Tom',
}
const schools = Array.from({ length: 20 }, (_, n) => `school-${n}`)

const people = (random: ReturnType<typeof chance>): Human[] => {
  const all: Human[] = []
  while (all.length < 200) {
    const [first, family] = [random.one(given), random.one(families)]
    const school = random.one(schools)
    const name = `${first} ${family}`
    const near = all.filter((one) => one.schools.includes(school) && likenessOf(readName(one.name), readName(name)) !== 'other')
    // Some schools have two of one name, each with an own address. Nobody else is like a colleague: such names are asked about each time.
    if (near.some((one) => one.name !== name || !one.email.startsWith('person')) || near.length > 1) continue
    for (const one of near) one.hasNamesake = true
    const office = near.length === 0 && random.is(0.1)
    all.push({
      ...{ name, hasNamesake: near.length > 0 },
      email: office ? `${random.one(['office', 'dsl', 'head', 'governors'])}@${school}.example` : `person${all.length}@${school}.example`,
      schools: random.is(0.9) || office || near.length > 0 ? [school] : [school, `${school}-too`],
    })
  }
  return all
}

/** How somebody types a name, who means it well: mostly as it is. */
const spelt = (name: string, random: ReturnType<typeof chance>, likes: boolean): string => {
  const [first = '', ...rest] = name.split(' ')
  if (likes && random.is(0.02)) return `${short[first] ?? `${first} Mary`} ${rest.join(' ')}`
  return random.one([
    name,
    name.toUpperCase(),
    `  ${name.replace(' ', '   ')} `,
    name.normalize('NFD'),
    name.normalize('NFD').replaceAll(/\p{M}/gu, ''),
    name,
  ])
}

const acts = (all: readonly Human[], random: ReturnType<typeof chance>): Act[] => {
  const kinds = ['book', 'name', 'confirm', 'walk_in', 'import'] as const
  const list = all.flatMap((human) =>
    Array.from({ length: 10 }, (_, n): Act => {
      const kind = kinds[n % kinds.length] ?? 'book'
      // Whoever works at two schools, and each of two of one name, is named with the address: nothing else could tell.
      const school = random.one(human.schools)
      const without =
        !human.hasNamesake &&
        human.schools.length === 1 &&
        ((kind === 'walk_in' && random.is(0.8)) || (kind === 'confirm' && random.is(0.15)))
      const typed = { name: spelt(human.name, random, !human.hasNamesake), email: without ? '' : human.email }
      return { kind, human, school, typed, training: trainingsOf(human)[n] ?? '' }
    }),
  )
  return random.shuffled(list)
}

type Decide = (typed: Spelling & { answer?: string }, records: KnownRecord[]) => PersonMatch

/** What the list of likely doubles sees of two records. */
const isListed = (one: Held, other: Held): boolean =>
  one.spellings.some((a) =>
    other.spellings.some(
      (b) =>
        likenessOf(readName(a.name), readName(b.name)) !== 'other' &&
        ((a.email !== '' && a.email === b.email) || [...one.schools].some((school) => other.schools.has(school))),
    ),
  )

/** The council answers its list: two records of one person are made one. Returns how many answers that took. */
const answerList = (held: Held[]): number => {
  for (const [index, one] of held.entries())
    for (const other of held.slice(index + 1))
      if ([...one.whoSet].some((human) => other.whoSet.has(human)) && isListed(one, other)) {
        one.spellings.push(...other.spellings)
        one.came.push(...other.came)
        for (const school of other.schools) one.schools.add(school)
        for (const human of other.whoSet) one.whoSet.add(human)
        held.splice(held.indexOf(other), 1)
        return 1 + answerList(held)
      }
  return 0
}

const run = (seed: number, decide: Decide, isAnswered = true) => {
  const random = chance(seed)
  const all = people(random)
  const held: Held[] = []
  let [asked, askedThoughAgreeing, doubles] = [0, 0, 0]
  for (const [n, { kind, human, school, typed, training }] of acts(all, random).entries()) {
    // Twice a term, say.
    if (isAnswered && n % 200 === 0) doubles += answerList(held)
    const records = held.flatMap((one) =>
      one.schools.has(school) || one.spellings.some(({ email }) => email !== '' && email === typed.email)
        ? one.spellings.map((spelling): KnownRecord => ({ id: one.id, ...spelling, atSchool: one.schools.has(school), hasLeft: false }))
        : [],
    )
    let found = decide(typed, records)
    if (found.is === 'asked') {
      if (
        records.some(
          ({ name, email }) => email !== '' && email === typed.email && likenessOf(readName(name), readName(typed.name)) === 'same',
        )
      )
        askedThoughAgreeing += 1
      const meant = found.records.find(({ id }) => held.some((one) => one.id === id && one.whoSet.has(human)))
      const canBeAsked = kind === 'book' || kind === 'name' || kind === 'confirm'
      if (canBeAsked) asked += 1
      found = canBeAsked ? decide({ ...typed, answer: meant?.id ?? nobodyKnown }, records) : { is: 'new', apart: [] }
    }
    const answer = found
    const known = answer.is === 'known' ? held.find(({ id }) => id === answer.id) : undefined
    if (known) {
      if (answer.is === 'known' && answer.learned) known.spellings.push(typed)
      known.schools.add(school)
      known.whoSet.add(human)
      known.came.push(training)
    } else held.push({ id: `record-${n}`, spellings: [typed], schools: new Set([school]), whoSet: new Set([human]), came: [training] })
  }
  const records = held.length
  if (isAnswered) doubles += answerList(held)
  return {
    records,
    /** Records of two people, and people with two records of which the list says nothing. */
    madeOne: held.filter(({ whoSet }) => whoSet.size > 1).length,
    silent: all.filter((human) => held.filter(({ whoSet }) => whoSet.has(human)).length > 1).length,
    /** People whose record does not hold what they came to, and nothing else. */
    wrong: all.filter((human) => {
      const came = held.find(({ whoSet }) => whoSet.has(human))?.came ?? []
      return came.toSorted().join('|') !== trainingsOf(human).toSorted().join('|')
    }).length,
    askedThoughAgreeing,
    share: (asked + doubles) / 2000,
  }
}

const matcher: Decide = (typed, records) => matchPeople([typed], records)[0] ?? { is: 'new', apart: [] }

describe('two hundred people in two thousand acts', () => {
  it.each([1, 2])('are two hundred records: no two are made one, and nobody is two of which nobody is asked (order %i)', (seed) => {
    const found = run(seed, matcher)
    expect(found).toMatchObject({ madeOne: 0, silent: 0, wrong: 0, askedThoughAgreeing: 0 })
    // One act in twenty leaves a question.
    expect(found.share).toBeLessThanOrEqual(0.05)
    expect(found.share).toBeGreaterThan(0.01)
  })

  it('control: without the matcher everybody is somebody new each time', () => {
    expect(run(1, () => ({ is: 'new', apart: [] }), false)).toMatchObject({ records: 2000, wrong: 200 })
  })

  it('control: by the address alone two people become one', () => {
    const byAddress: Decide = ({ email }, records) => {
      const found = records.find((one) => one.email !== '' && one.email === email)
      return found ? { is: 'known', id: found.id, learned: false } : { is: 'new', apart: [] }
    }
    expect(run(1, byAddress).madeOne).toBeGreaterThan(0)
  })

  it('control: by one name at one address alone, hundreds are two and nobody was asked', () => {
    const asBefore: Decide = ({ name, email }, records) => {
      const found = records.find((one) => one.email === email && email !== '' && likenessOf(readName(one.name), readName(name)) === 'same')
      return found ? { is: 'known', id: found.id, learned: false } : { is: 'new', apart: [] }
    }
    expect(run(1, asBefore, false).silent).toBeGreaterThan(100)
  })
})
