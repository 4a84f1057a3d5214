import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayStored } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { readAt, selectSlice } from '#base/db/list-rows.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { list as listOf } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { Link, P, Tag } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { agreementRows, drawnRows, selectAgreement } from './agreement-store.ts'
import { addAgreement, endAgreement } from './change-agreement.ts'
import { agreementFields, agreementForm, listForm } from './forms.ts'
import { payerList } from './organiser-list-pages.tsx'
import { payerIdOf, type WhoPays } from './payer.ts'
import { payerOfId } from './payer-record.ts'
import { payerName } from './payer-store.ts'
import { AgreementFormPage, AgreementPage, EndAgreementPage, ofWhom } from './views/agreements.tsx'
import { sayLeft, saySpan } from './words.ts'

type C = Context<AppEnv>
const home = '/organiser/finance/agreements'
const list = { href: home, text: 'Service agreements' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const mayWrite = (c: C): boolean => hasRole(c.var.act.actor, 'finance', 'administrator')

/** The school or trust named in the address; undefined when none is named yet. */
const payerOf = async (c: C): Promise<{ payer: WhoPays; name: string } | undefined> => {
  const named = c.req.query('payer')
  if (named === undefined || named === '') return undefined
  const payer = payerOfId(named)
  const name = payer && (await payerName(c.env.DB, payer))
  if (!payer || name === undefined) throw notFound('payer')
  return { payer, name }
}

const formPage = (c: C, of: { payer: WhoPays; name: string }, id: string, typed: Record<string, string>, problems?: Problems) =>
  c.render(<AgreementFormPage payerId={payerIdOf(of.payer)} of={of.name} id={id} typed={typed} problems={problems} />, {
    title: 'Add an agreement',
    back: list,
    hasProblems: problems !== undefined,
  })

const choice = payerList({
  title: 'Whose agreement is it?',
  action: `${home}/new`,
  back: list,
  linkTo: ({ kind, id }) => `${home}/new?payer=${payerIdOf(kind === 'school' ? { kind, schoolId: id } : { kind: 'trust', trustUid: id })}`,
})

const agreements = listOf({
  ask: (c) => ({ show: listForm.parse(c.req.query()).show, mayWrite: mayWrite(c) }),
  title: 'Service agreements',
  back: { href: '/organiser/finance/payers', text: 'Who pays, and how' },
  rows: ({ act, show }) => agreementRows(show, londonDay(act.now)),
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
  above: ({ show, mayWrite }) => (
    <>
      <P>
        A school or a trust with a service agreement has places that cost nothing, for events on its days. Each place draws one down, and
        gives it back when it is cancelled.
      </P>
      {mayWrite ? (
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

/** Service agreements of schools and trusts. Mounted at /organiser/finance. */
export const organiserAgreementPages = new Hono<AppEnv>()
  .get('/agreements', agreements.page)
  .get('/agreements/new', async (c) => {
    const of = await payerOf(c)
    return of ? formPage(c, of, newId(c.var.act.now), {}) : choice.page(c)
  })
  .post('/agreements/new', async (c) => {
    const of = await payerOf(c)
    if (!of) throw notFound('payer')
    const body = await c.req.parseBody({ all: true })
    const id = formId(body, c.var.act.now)
    const form = agreementForm.safeParse(body)
    if (!form.success) {
      c.status(422)
      return formPage(c, of, id, typedOf(body, agreementFields), problemsOf(form.error))
    }
    const added = await addAgreement(c.var.act, of.payer, { ...form.data, id })
    if (!added.ok) {
      c.status(409)
      const problem = sayStored('the agreement that it added stands among the service agreements', 'Save again to add another beside it')
      return formPage(c, of, newId(c.var.act.now), typedOf(body, agreementFields), { name: problem })
    }
    flash(c, 'The agreement is added')
    return c.redirect(`${home}/${id}`, 303)
  })
  .get(`/agreements/:id{${uuid}}`, async (c) => {
    const [db, id] = [c.env.DB, c.req.param('id')]
    const { agreement, lines } = await readTogether(db, {
      agreement: selectAgreement(db, id),
      lines: selectSlice(db, drawnRows(id), readAt(c.req.query())),
    })
    if (!agreement) throw notFound('agreement')
    return c.render(<AgreementPage {...{ agreement, lines }} url={c.req.url} mayWrite={mayWrite(c)} />, {
      title: agreement.name,
      back: list,
    })
  })
  .get(`/agreements/:id{${uuid}}/end`, async (c) => {
    const agreement = await readNow(c.env.DB, selectAgreement(c.env.DB, c.req.param('id')))
    if (!agreement || agreement.endedAt !== null) throw notFound('agreement')
    return c.render(<EndAgreementPage agreement={agreement} />, {
      title: 'End an agreement',
      back: { href: `${home}/${agreement.id}`, text: agreement.name },
    })
  })
  .post(`/agreements/:id{${uuid}}/end`, async (c) => {
    const agreement = await readNow(c.env.DB, selectAgreement(c.env.DB, c.req.param('id')))
    if (!agreement) throw notFound('agreement')
    const ended = await endAgreement(c.var.act, agreement)
    flash(c, ended.ok ? 'The agreement has ended' : 'It had ended already', ended.ok)
    return c.redirect(`${home}/${agreement.id}`, 303)
  })
