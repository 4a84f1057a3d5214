import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { given, mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Heading, Link, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { atStart, counted, plural } from '#base/words.ts'
import { keepApart } from './answer-pair.ts'
import { correctPerson } from './correct-person.ts'
import { apartForm, correctionForm, mergeForm, searchForm } from './forms.ts'
import { comparisonHash, mergePeople } from './merge-people.ts'
import { selectMergeToUndo } from './merge-store.ts'
import { peopleRows, selectCompared, selectLikely, selectWithMerges } from './people-store.ts'
import type { PersonListed } from './person.ts'
import { selectPerson } from './record-store.ts'
import { undoMerge } from './undo-merge.ts'
import { Comparison, Follows, type Keeping, UndoneMerge } from './views/merge.tsx'
import { Likely, Listed, PeopleSearch, PersonDetails, schoolsSaid } from './views/people.tsx'
import { mergeRefusals, undoMergeRefusals } from './views/refusals.tsx'

const home = '/organiser/people'
const back = { href: home, text: 'People' }
const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const personPath = ({ part }: Asked): string => `${home}/${part('id')}`

const people = list({
  at: '/',
  ask: ({ query }) => {
    const { other: otherId, ...asked } = searchForm.parse(query)
    return { ...asked, otherId, isSearch: asked.q !== '' || asked.school !== '' }
  },
  beside: ({ db, isSearch, otherId }) =>
    together({
      likely: isSearch ? given([]) : selectLikely(db),
      other: mapped(otherId ? selectPerson(db, otherId) : given(undefined), (found) =>
        found?.name ? { id: found.id, name: found.name } : undefined,
      ),
    }),
  title: ({ other }) => (other ? `Who is the same person as ${other.name}?` : 'People'),
  rows: peopleRows,
  of: ['person', 'people'],
  tableCaptionClass: 'govuk-visually-hidden',
  cards: 'flow',
  columns: ({ other }) => [
    { name: 'Person', cell: (person) => <Listed person={{ ...person, schools: [] }} /> },
    { name: 'Schools', cell: schoolsSaid },
    { name: 'Places', cell: ({ places }) => counted(places, 'place') },
    ...(other
      ? [
          {
            name: 'Compare',
            cell: ({ id, name }: PersonListed) =>
              id === other.id ? (
                'This record'
              ) : (
                <Link href={`${home}/compare?one=${other.id}&other=${id}`}>
                  Compare<VisuallyHidden> with {name}</VisuallyHidden>
                </Link>
              ),
          },
        ]
      : []),
  ],
  above: ({ q, school, other, likely, isSearch, total }) => (
    <>
      <PeopleSearch q={q} school={school} other={other?.id} />
      <Likely likely={likely} />
      <Heading>{isSearch ? `${sayTotal(total, 'person', 'people')} found` : 'Everyone'}</Heading>
    </>
  ),
  none: ({ isSearch }) =>
    isSearch
      ? 'Nobody is known by that. Try part of the name, or the school alone.'
      : 'Nobody is known yet. People become known when they sign in, are booked or come to an event.',
})

// Somebody was quicker, or the address was typed by hand.
const notCompared = 'These two records cannot be compared: one of them was merged or is not there.'

const readCompared = ({ db, query }: Asked) => selectCompared(db, query['one'] ?? '', query['other'] ?? '')

const merge = press({
  at: '/compare',
  read: readCompared,
  form: mergeForm,
  hidden: ({ kept, seen }: Keeping) => ({ keep: kept.person.id, seen }),
  shape: (_, keeping) => <Follows {...keeping} />,
  button: ({ kept: { person } }) => [
    { text: `Keep ${person.name}${person.email ? `, ${person.email}` : ', without an address'}`, kind: 'secondary' },
  ],
  act: (act, { keep, seen }, { subject: { one, other } }) =>
    mergePeople(act, { keptId: keep, mergedId: (keep === one.person.id ? other : one).person.id, seen }),
  refused: mergeRefusals,
  gone: notCompared,
  done: 'The two records are one. You can undo it below.',
  to: (_, merged) => (merged ? `${home}/${merged.keptId}` : home),
})

const apart = press({
  at: '/apart',
  form: apartForm,
  hidden: (ids: { one: string; other: string }) => ids,
  button: [{ text: 'Two different people', kind: 'secondary' }],
  act: (act, { one, other }) => keepApart(act, one, other),
  refused: { no_such_person: { after: 'These two records cannot be compared.' } },
  done: 'Saved. Nobody is asked about these two again.',
  to: home,
})

const compare = page({
  at: '/compare',
  read: (asked) => together({ compared: readCompared(asked) }),
  also: async (_, { compared }, { c }) => {
    if (!compared) {
      flash(c, notCompared, false)
      return c.redirect(home, 303)
    }
    const [one, other] = [compared.one.movable, compared.other.movable]
    return { compared, seen: { one: await comparisonHash(one, other), other: await comparisonHash(other, one) } }
  },
  title: 'Are these the same person?',
  back,
  wide: true,
  presses: { merge, apart },
  show: ({ compared, seen }, forms) => (
    <Comparison
      compared={compared}
      seen={seen}
      keep={(keeping) => forms.merge(keeping)}
      apart={forms.apart({ one: compared.one.person.id, other: compared.other.person.id })}
    />
  ),
})

const undo = press({
  at: `/merges/:id${uuid}/undo`,
  button: [{ text: 'Undo the merge', kind: 'warning' }],
  act: (act, _, { part }) => undoMerge(act, part('id')),
  refused: { ...undoMergeRefusals, no_such_merge: gone },
  done: (_, { left }) =>
    left === 0
      ? 'The merge is undone: these are two records again.'
      : `The merge is undone. ${atStart(left, 'thing has', 'things have')} changed since and stayed where ${plural(left, 'it is', 'they are')}.`,
  to: (_, undone) => `${home}/${undone?.mergedId}`,
})

const undoing = page({
  at: `/merges/:id${uuid}/undo`,
  read: ({ db, part }) => selectMergeToUndo(db, part('id')),
  title: 'Undo this merge?',
  back: ({ merge: { keptId, keptName } }) => ({ href: `${home}/${keptId}`, text: keptName ?? 'The person' }),
  presses: { undo },
  show: (subject, forms) => <UndoneMerge {...subject} undo={forms.undo()} />,
})

const person = page({
  at: `/:id${uuid}`,
  read: ({ db, part }) => selectWithMerges(db, part('id')),
  title: ({ person: { name } }) => name ?? 'An erased person',
  back,
  wide: true,
  show: (subject, _, { act }) => <PersonDetails {...subject} now={instant(act.now)} administers={hasRole(act.actor, 'administrator')} />,
})

const correct = question({
  at: `/:id${uuid}/correct`,
  read: ({ db, part }) => mapped(selectPerson(db, part('id')), (found) => (found?.name ? { ...found, name: found.name } : undefined)),
  title: 'Correct a person’s details',
  back: ({ id }) => ({ href: `${home}/${id}`, text: 'The person' }),
  above: () => (
    <P>
      A new name is changed everywhere at once: places, past registers, their record, lists, certificates. Nobody at a school sees the
      former one, unless others typed it with more words or somebody else has it: what they typed stays. Final reports and sent emails keep
      it, for council staff alone. The email address is theirs to change, from their account page.
    </P>
  ),
  form: correctionForm,
  filled: ({ name, telephone }) => ({ name, telephone: telephone ?? '' }),
  button: 'Save',
  act: (act, is, { subject }) => correctPerson(act, subject, is),
  refused: { changed_meanwhile: { field: 'name', says: sayChanged('This record has', 'saved', replaceTheirs) } },
  done: 'Saved.',
  to: personPath,
})

/** All people, for organisers; mounted at /organiser/people. */
export const organiserPeoplePages = withPages(new Hono<AppEnv>(), people, compare, undoing, person, correct)
