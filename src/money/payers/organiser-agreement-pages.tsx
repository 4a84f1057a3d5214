import { Hono } from 'hono'
import { type Act, hasRole } from '#base/act.ts'
import { sayStored } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { readAt, selectSlice } from '#base/db/list-rows.ts'
import { given, mapped, type Read, together } from '#base/db/read.ts'
import { list as listOf } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Link, P, Tag } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { agreementRows, drawnRows, selectAgreement } from './agreement-store.ts'
import { addAgreement, endAgreement } from './change-agreement.ts'
import { agreementForm, listForm } from './forms.ts'
import { payerList } from './organiser-list-pages.tsx'
import { payerIdOf, type WhoPays } from './payer.ts'
import { payerOfId } from './payer-record.ts'
import { selectWho } from './payer-store.ts'
import { AgreementPage, ofWhom, sayEnding } from './views/agreements.tsx'
import { sayLeft, saySpan } from './words.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const home = '/organiser/finance/agreements'
const list = { href: home, text: 'Service agreements' }
const mayWrite = ({ actor }: Act): boolean => hasRole(actor, 'finance', 'administrator')

type Named = { payer: WhoPays; name: string }

const readNamed = ({ db, query: { payer: named = '' } }: Asked): Read<Named | undefined> => {
  const payer = payerOfId(named)
  return payer ? mapped(selectWho(db, payer), (who) => who && { payer, name: who.name }) : given(undefined)
}

const choice = payerList({
  title: 'Whose agreement is it?',
  at: '/agreements/new',
  action: `${home}/new`,
  back: list,
  linkTo: ({ kind, id }) => `${home}/new?payer=${payerIdOf(kind === 'school' ? { kind, schoolId: id } : { kind: 'trust', trustUid: id })}`,
})

const agreements = listOf({
  at: '/agreements',
  ask: ({ query }) => listForm.parse(query),
  title: 'Service agreements',
  back: { href: '/organiser/finance/payers', text: 'Who pays, and how' },
  rows: ({ now, show }) => agreementRows(show, londonDay(now)),
  of: ['agreement'],
  columns: [
    { name: 'Agreement', cell: ({ id, name }) => <Link href={`${home}/${id}`}>{name}</Link> },
    { name: 'Of', cell: ofWhom },
    {
      name: 'For events',
      cell: (one) => (
        <>
          {saySpan(one)} {one.endedAt === null ? null : <Tag colour="grey">Ended</Tag>}
        </>
      ),
    },
    { name: 'Used', numeric: true, cell: ({ used }) => sayNumber(used) },
    { name: 'Places', cell: ({ places, used }) => sayLeft(places, used) },
  ],
  above: ({ show, act }) => (
    <>
      <P>
        A school or a trust with a service agreement has places that cost nothing, for events on its days. Each place draws one down, and
        gives it back when it is cancelled.
      </P>
      {mayWrite(act) ? (
        <a href={`${home}/new`} class="govuk-button">
          Add an agreement
        </a>
      ) : null}
      <P>
        {show === 'now' ? 'Those that cover events from today on.' : 'Those that have ended or whose days are over.'}{' '}
        <Link href={show === 'now' ? `${home}?show=ended` : home}>
          {show === 'now' ? 'Show those that have ended' : 'Show those that hold'}
        </Link>
      </P>
    </>
  ),
  none: ({ show }) => (show === 'now' ? 'No service agreement holds.' : 'No service agreement has ended.'),
})

const add = press({
  at: '/agreements/new',
  read: readNamed,
  form: agreementForm,
  button: 'Save',
  or: { href: home, text: 'Cancel' },
  act: async (act, facts, { subject: { payer }, id }) => {
    const added = await addAgreement(act, payer, { ...facts, id })
    return added.ok ? ok(id) : added
  },
  refused: {
    saved_otherwise: {
      field: 'name',
      says: sayStored('the agreement that it added stands among the service agreements', 'Save again to add another beside it'),
    },
  },
  done: 'The agreement is added',
  to: (_, id) => `${home}/${id}`,
})

const newAgreement = page({
  at: '/agreements/new',
  read: (asked): Read<{ of: Named | undefined } | undefined> =>
    asked.query['payer'] ? mapped(readNamed(asked), (of) => of && { of }) : given({ of: undefined }),
  also: async (_, { of }, { c }) => (of ? {} : choice.answer(c, choice.at)),
  title: 'Add an agreement',
  heading: ({ of }) => `Add an agreement of ${of?.name}`,
  back: list,
  presses: { add },
  show: ({ of }, forms) => (
    <>
      <P>It covers places booked from now on, for events on its days. It is not changed afterwards: you end it, and add another.</P>
      {of && forms.add(of)}
    </>
  ),
})

const agreementPage = page({
  at: `/agreements/:id{${uuid}}`,
  read: ({ db, part, query }) =>
    mapped(
      together({ agreement: selectAgreement(db, part('id')), lines: selectSlice(db, drawnRows(part('id')), readAt(query)) }),
      ({ agreement, lines }) => agreement && { agreement, lines },
    ),
  also: async (act, _, { c }) => ({ url: c.req.url, mayWrite: mayWrite(act) }),
  title: ({ agreement }) => agreement.name,
  back: list,
  wide: true,
  show: (found) => <AgreementPage {...found} />,
})

const end = question({
  at: `/agreements/:id{${uuid}}/end`,
  read: ({ db, part }) => mapped(selectAgreement(db, part('id')), (found) => (found?.endedAt === null ? found : undefined)),
  title: 'End an agreement',
  heading: ({ name }) => `End “${name}”?`,
  back: ({ id, name }) => ({ href: `${home}/${id}`, text: name }),
  above: (agreement) => <P>No more places can be drawn from it. {sayEnding(agreement)} This cannot be undone, but you can add another.</P>,
  button: [{ text: 'End the agreement', kind: 'warning' }],
  or: ({ id }) => ({ href: `${home}/${id}`, text: 'Keep it' }),
  act: (act, _, { subject }) => endAgreement(act, subject),
  refused: { ended_already: { after: 'It had ended already' } },
  gone: 'It had ended already',
  done: 'The agreement has ended',
  to: ({ part }) => `${home}/${part('id')}`,
})

/** Service agreements of schools and trusts. Mounted at /organiser/finance. */
export const organiserAgreementPages = withPages(new Hono<AppEnv>(), agreements, newAgreement, agreementPage, end)
