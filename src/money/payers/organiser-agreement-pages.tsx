import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayStored } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { Title } from '#base/web/page-parts.tsx'
import { linesPage, listAgreements, readAgreement } from './agreement-store.ts'
import { addAgreement, endAgreement } from './change-agreement.ts'
import { agreementFields, agreementForm, listForm } from './forms.ts'
import { payerIdOf, type WhoPays } from './payer.ts'
import { payerOfId } from './payer-record.ts'
import { listPayers, payerName } from './payer-store.ts'
import { AgreementFormPage, AgreementPage, AgreementsPage, EndAgreementPage } from './views/agreements.tsx'
import { PayerSearch } from './views/payers.tsx'

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

const choosePage = async (c: C) => {
  const { q, page } = listForm.parse(c.req.query())
  const found = await listPayers(c.env.DB, q, page, c.var.act.laCodes)
  return c.render(
    <>
      <Title>Whose agreement is it?</Title>
      <PayerSearch
        q={q}
        page={page}
        url={c.req.url}
        action={`${home}/new`}
        linkTo={({ kind, id }) =>
          `${home}/new?payer=${payerIdOf(kind === 'school' ? { kind, schoolId: id } : { kind: 'trust', trustUid: id })}`
        }
        {...found}
      />
    </>,
    { title: 'Whose agreement is it?', back: list },
  )
}

/** Service agreements of schools and trusts. Mounted at /organiser/finance. */
export const organiserAgreementPages = new Hono<AppEnv>()
  .get('/agreements', async (c) => {
    const { show, page } = listForm.parse(c.req.query())
    const found = await listAgreements(c.env.DB, show, page, londonDay(c.var.act.now))
    return c.render(<AgreementsPage show={show} page={page} url={c.req.url} mayWrite={mayWrite(c)} {...found} />, {
      title: 'Service agreements',
      back: { href: '/organiser/finance/payers', text: 'Who pays, and how' },
    })
  })
  .get('/agreements/new', async (c) => {
    const of = await payerOf(c)
    return of ? formPage(c, of, newId(c.var.act.now), {}) : choosePage(c)
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
    const { page } = listForm.parse(c.req.query())
    const found = await readAgreement(c.env.DB, c.req.param('id'), page)
    if (!found) throw notFound('agreement')
    return c.render(<AgreementPage {...found} page={page} perPage={linesPage} url={c.req.url} mayWrite={mayWrite(c)} />, {
      title: found.agreement.name,
      back: list,
    })
  })
  .get(`/agreements/:id{${uuid}}/end`, async (c) => {
    const found = await readAgreement(c.env.DB, c.req.param('id'), 1)
    if (!found || found.agreement.endedAt !== null) throw notFound('agreement')
    return c.render(<EndAgreementPage agreement={found.agreement} />, {
      title: 'End an agreement',
      back: { href: `${home}/${found.agreement.id}`, text: found.agreement.name },
    })
  })
  .post(`/agreements/:id{${uuid}}/end`, async (c) => {
    const found = await readAgreement(c.env.DB, c.req.param('id'), 1)
    if (!found) throw notFound('agreement')
    const ended = await endAgreement(c.var.act, found.agreement)
    flash(c, ended.ok ? 'The agreement has ended' : 'It had ended already', ended.ok)
    return c.redirect(`${home}/${found.agreement.id}`, 303)
  })
