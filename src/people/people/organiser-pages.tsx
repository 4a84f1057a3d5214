import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { given, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { list, sayTotal } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { Heading, Link } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
import { keepApart } from './answer-pair.ts'
import { correctPerson } from './correct-person.ts'
import { correctionForm, mergeForm, searchForm } from './forms.ts'
import { comparisonHash, mergePeople } from './merge-people.ts'
import { clashesOfUndo, mergeById, selectMergesOf, selectReissuedByUndo } from './merge-store.ts'
import { peopleRows, readComparison, readPerson, selectLikely } from './people-store.ts'
import type { PersonListed } from './person.ts'
import { selectPerson } from './record-store.ts'
import { undoMerge } from './undo-merge.ts'
import { ComparePage, UndoMergePage } from './views/merge.tsx'
import { CorrectPage, Likely, Listed, PeopleSearch, PersonPage } from './views/people.tsx'
import { mergeRefusals, undoMergeRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
const home = '/organiser/people'
const back = { href: home, text: 'People' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const showCompared = async (c: C, one: string, other: string, problem?: string) => {
  const compared = one === other ? undefined : await readComparison(c.var.act.db, one, other)
  if (!compared) {
    // Somebody was quicker, or the address was typed by hand.
    flash(c, 'These two records cannot be compared: one of them was merged or is not there.', false)
    return c.redirect(home, 303)
  }
  const seen = {
    one: await comparisonHash(compared.one.movable, compared.other.movable),
    other: await comparisonHash(compared.other.movable, compared.one.movable),
  }
  return c.render(<ComparePage compared={compared} seen={seen} problem={problem} />, {
    title: 'Are these the same person?',
    back,
    hasProblems: problem !== undefined,
  })
}

const showUndo = async (c: C, id: string, problem?: string) => {
  const merge = await mergeById(c.var.act.db, id)
  if (!merge) throw notFound('merge')
  const { db } = c.var.act
  const { merges, reissued } = await readTogether(db, {
    merges: selectMergesOf(db, merge.mergedId),
    reissued: selectReissuedByUndo(db, id),
  })
  const line = merges.find((found) => found.id === id)
  if (!line || (line.undoneAt && !problem)) throw notFound('merge')
  const clashes = await clashesOfUndo(db, merge)
  return c.render(<UndoMergePage merge={line} moved={merge.moved} clashes={clashes} anew={reissued.anew} problem={problem} />, {
    title: 'Undo this merge?',
    back: { href: `${home}/${merge.keptId}`, text: line.keptName ?? 'The person' },
    hasProblems: problem !== undefined,
  })
}

const personOr404 = async (c: C) => {
  const person = await readNow(c.var.act.db, selectPerson(c.var.act.db, c.req.param('id') ?? ''))
  if (!person?.name) throw notFound('person')
  return person
}

const showCorrect = async (c: C, values: Record<string, string>, problems?: Problems) =>
  c.render(<CorrectPage values={values} problems={problems} />, {
    title: 'Correct a person’s details',
    back: { href: `${home}/${c.req.param('id')}`, text: 'The person' },
    hasProblems: problems !== undefined,
  })

const people = list({
  ask: async (c) => {
    const { other: id, ...asked } = searchForm.parse(c.req.query())
    const other = id ? await readNow(c.var.act.db, selectPerson(c.var.act.db, id)) : undefined
    return {
      ...asked,
      isSearch: asked.q !== '' || asked.school !== '',
      other: other?.name ? { id: other.id, name: other.name } : undefined,
    }
  },
  title: ({ other }) => (other ? `Who is the same person as ${other.name}?` : 'People'),
  back: { href: '/organiser', text: 'Organise' },
  rows: peopleRows,
  beside: ({ act, isSearch }) => together({ likely: isSearch ? given([]) : selectLikely(act.db) }),
  of: ['person', 'people'],
  captionClass: 'govuk-visually-hidden',
  columns: ({ other }) => [
    { name: 'Person', cell: (person) => <Listed person={person} /> },
    { name: 'Places', numeric: true, cell: ({ places }) => places },
    ...(other
      ? [
          {
            name: 'Compare',
            cell: ({ id, name }: PersonListed) =>
              id === other.id ? (
                'This record'
              ) : (
                <Link href={`${home}/compare?one=${other.id}&other=${id}`}>
                  Compare<span class="govuk-visually-hidden"> with {name}</span>
                </Link>
              ),
          },
        ]
      : []),
  ],
  above: ({ q, school, other, likely, isSearch, total }) => (
    <>
      <PeopleSearch {...{ q, school }} other={other?.id} />
      <Likely likely={likely} />
      <Heading>{isSearch ? `${sayTotal(total, 'person', 'people')} found` : 'Everyone'}</Heading>
    </>
  ),
  none: ({ isSearch }) =>
    isSearch
      ? 'Nobody is known by that. Try part of the name, or the school alone.'
      : 'Nobody is known yet. People become known when they sign in, are booked or come to an event.',
})

/** All people, for organisers; mounted at /organiser/people. */
export const organiserPeoplePages = new Hono<AppEnv>()
  .get('/', people.page)

  .get('/compare', (c) => showCompared(c, c.req.query('one') ?? '', c.req.query('other') ?? ''))

  .post('/merge', async (c) => {
    const form = mergeForm.parse(await c.req.parseBody())
    const merged = await mergePeople(c.var.act, { keptId: form.keep, mergedId: form.other, seen: form.seen })
    if (!merged.ok) {
      c.status(409)
      const second = form.one === form.keep ? form.other : form.keep
      return showCompared(c, form.one, second, mergeRefusals[merged.reason])
    }
    flash(c, 'The two records are one. You can undo it below.')
    return c.redirect(`${home}/${form.keep}`, 303)
  })

  .post('/apart', async (c) => {
    const form = mergeForm.parse(await c.req.parseBody())
    const kept = await keepApart(c.var.act, form.one, form.other)
    flash(c, kept.ok ? 'Saved. Nobody is asked about these two again.' : 'These two records cannot be compared.', kept.ok)
    return c.redirect(home, 303)
  })

  .get(`/merges/:id{${uuid}}/undo`, (c) => showUndo(c, c.req.param('id')))

  .post(`/merges/:id{${uuid}}/undo`, async (c) => {
    const undone = await undoMerge(c.var.act, c.req.param('id'))
    if (!undone.ok) {
      if (undone.reason === 'no_such_merge') throw notFound('merge')
      c.status(409)
      return showUndo(c, c.req.param('id'), undoMergeRefusals[undone.reason])
    }
    const { left, mergedId } = undone.value
    flash(
      c,
      left === 0
        ? 'The merge is undone: these are two records again.'
        : `The merge is undone. ${atStart(left, 'thing has', 'things have')} changed since and stayed where ${plural(left, 'it is', 'they are')}.`,
    )
    return c.redirect(`${home}/${mergedId}`, 303)
  })

  .get(`/:id{${uuid}}`, async (c) => {
    const found = await readPerson(c.var.act.db, c.req.param('id'))
    if (!found) throw notFound('person')
    return c.render(<PersonPage {...found} now={instant(c.var.act.now)} administers={hasRole(c.var.act.actor, 'administrator')} />, {
      title: found.person.name ?? 'An erased person',
      back,
    })
  })

  .get(`/:id{${uuid}}/correct`, async (c) => {
    const person = await personOr404(c)
    return showCorrect(c, { name: person.name ?? '', telephone: person.telephone ?? '' })
  })

  .post(`/:id{${uuid}}/correct`, async (c) => {
    const person = await personOr404(c)
    const form = await c.req.parseBody()
    const typed = typedOf(form, ['name', 'telephone'])
    const read = correctionForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showCorrect(c, typed, problemsOf(read.error))
    }
    const corrected = await correctPerson(c.var.act, person, read.data)
    if (!corrected.ok) {
      c.status(409)
      return showCorrect(c, typed, { name: sayChanged('This record has', 'saved', replaceTheirs) })
    }
    flash(c, 'Saved.')
    return c.redirect(`${home}/${person.id}`, 303)
  })
