import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { addContact } from './add-contact.ts'
import { enterOrganisation } from './enter-organisation.ts'
import { contactForm, filterForm, organisationForm } from './forms.ts'
import { linkProvider } from './link-provider.ts'
import { outsideOrganisation } from './outside-store.ts'
import { organisationOf } from './provider.ts'
import { selectProvider } from './provider-store.ts'
import { rolesOn } from './role-store.ts'
import { kinds, outsideKinds, schoolLabel, sectors, statusOf } from './school.ts'
import { type SchoolWords, schoolWordsIn } from './school-choice.ts'
import { type ListedSchool, schoolCard, schoolRows, selectAreaChoices } from './store.ts'
import { readTrustChoices } from './trust-store.ts'
import { kindSaid, NoSchool, Results, SchoolSearch, Status } from './views/list.tsx'
import { OrganisationPage } from './views/outside.tsx'

type C = Context<AppEnv>
const home = '/organiser/schools'
const back = { href: home, text: 'Schools' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const body = (c: C) => c.req.parseBody({ all: true })

const trusts = (c: C, uid?: string, words?: SchoolWords) => readTrustChoices(c.env.DB, c.var.council.laCodes, uid ? [uid] : [], words)

const organisationPage = async (c: C, id: string | undefined) => {
  const filled = await body(c)
  const form = organisationForm.safeParse(filled)
  const isNew = id === undefined
  const page = { title: isNew ? 'Add an organisation' : 'Change this organisation', back: isNew ? back : { href: `${home}/${id}` } }
  const values = typedOf(filled, ['outsideKind', 'name', 'town', 'postcode', 'trustUid', 'setting'])
  const of = await trusts(c, values.trustUid, schoolWordsIn(filled))
  const { finding } = of
  if (finding || !form.success || !form.data.outsideKind) {
    const problems = finding ? finding.problems : form.success ? {} : problemsOf(form.error)
    if (problems) c.status(422)
    return c.render(<OrganisationPage isNew={isNew} values={values} trusts={of} problems={problems} />, {
      ...page,
      hasProblems: problems !== undefined,
    })
  }
  const chosen = (of.all ?? of.chosen).find(({ id: uid }) => uid === form.data.trustUid)
  const trust = chosen && { uid: chosen.id, name: chosen.name }
  const { outsideKind } = form.data
  const done = await enterOrganisation(c.var.act, { ...form.data, outsideKind, trust, id, sure: form.data.sure === 'yes' })
  if (!done.ok) throw notFound('organisation')
  if ('similar' in done.value) {
    c.status(409)
    return c.render(<OrganisationPage isNew={isNew} values={values} trusts={of} similar={done.value.similar} />, page)
  }
  // With another name or postcode it is not the listed setting.
  const isSetting = isNew && values.setting && (await linkProvider(c.var.act, { providerId: values.setting, schoolId: done.value.id })).ok
  const added = isSetting
    ? 'The organisation has been added, and is the setting on the early years list'
    : 'The organisation has been added'
  flash(c, isNew ? added : 'The organisation has been changed')
  return c.redirect(`${home}/${done.value.id}`, 303)
}

const addContactPage = question({
  at: `/:id{${uuid}}/contacts/new`,
  find: async ({ db, now }, { part }) => {
    const [school, roles] = await Promise.all([schoolCard(db, part('id')), rolesOn(db, londonDay(now))])
    return school ? { school, roles } : undefined
  },
  title: 'Add a contact',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => ({ href: `${home}/${school.id}`, text: 'Back' }),
  wide: true,
  above: () => <P>Someone who signs in with an address that the council holds for a school may act for it without waiting.</P>,
  form: (_, { roles }) => contactForm(roles),
  button: 'Add contact',
  act: (act, contact, { subject }) => addContact(act, { ...contact, schoolId: subject.school.id }),
  refused: { held_already: { field: 'email', says: 'The council holds this address for the school in this role already' } },
  done: 'The contact has been added',
  to: ({ part }) => `${home}/${part('id')}`,
})

const listed = list({
  at: '/',
  find: async (_, { c }) => ({ filter: filterForm.parse(c.req.queries()) }),
  beside: ({ db, council }) => selectAreaChoices(db, council.laCodes),
  also: ({ actor }, { query, slice, total }, c): { mayWrite: boolean } | Response => {
    const [one] = slice.rows as readonly ListedSchool[]
    // From the search field on every page: a single match opens.
    if (query['find'] && one && total === 1) return c.redirect(`${home}/${one.id}`, 303)
    return { mayWrite: hasRole(actor, 'administrator', 'organiser') }
  },
  title: 'Schools',
  rows: ({ filter }) => schoolRows(filter),
  of: ['school or organisation', 'schools and organisations'],
  tableCaption: ({ total }) => `${sayTotal(total, 'school or organisation', 'schools and organisations')}, by name`,
  tableCaptionClass: 'govuk-visually-hidden',
  columns: [
    {
      name: 'School',
      cell: (school) => <Link href={`/organiser/schools/${school.id}`}>{schoolLabel(school)}</Link>,
      value: ({ name }) => name,
    },
    { name: 'Town', value: ({ town }) => town },
    { name: 'URN', value: ({ urn }) => urn },
    { name: 'Postcode', value: ({ postcode }) => postcode },
    { name: 'Sector', value: ({ outsideKind, sector }) => (outsideKind ? '' : sectors[sector]) },
    {
      name: 'Kind',
      cell: (school) => kindSaid(school),
      value: ({ outsideKind, kind }) => (outsideKind ? outsideKinds[outsideKind] : kinds[kind]),
    },
    { name: 'Phase', value: ({ phase }) => phase },
    { name: 'Trust', cell: ({ trustName }) => trustName, value: ({ trustName }) => trustName },
    { name: 'Ward', value: ({ wardName }) => wardName },
    { name: 'Status', cell: (school) => <Status school={school} />, value: (school) => statusOf(school) },
    {
      name: 'Last attended',
      cell: ({ lastAttended }) => (lastAttended ? <span class="muster-nowrap">{sayShortDay(lastAttended)}</span> : 'No record yet'),
      value: ({ lastAttended }) => (lastAttended ? londonDay(lastAttended) : ''),
    },
  ],
  above: (shown) => <SchoolSearch {...shown} />,
  around: (table, { total }) => <Results total={total}>{table}</Results>,
  none: ({ url, mayWrite }) => <NoSchool url={url} mayWrite={mayWrite} />,
  file: { at: '/schools', name: 'schools', log: (_, schools) => ({ act: 'schools.exported', after: { schools } }) },
})

const schoolRoutes = new Hono<AppEnv>()
  .get('/outside/new', async (c) => {
    const setting = c.req.query('setting')
    const provider = setting ? await readNow(c.var.act.db, selectProvider(c.var.act.db, setting)) : undefined
    const values = setting && provider ? { ...organisationOf(provider), setting } : {}
    return c.render(<OrganisationPage isNew values={values} trusts={await trusts(c)} />, { title: 'Add an organisation', back })
  })
  .post('/outside/new', (c) => organisationPage(c, undefined))
  .get(`/:id{${uuid}}/edit`, async (c) => {
    const organisation = await outsideOrganisation(c.var.act.db, c.req.param('id'))
    if (!organisation) throw notFound('organisation')
    const { outsideKind, name, town, postcode, trustUid } = organisation
    const values = { outsideKind: outsideKind ?? '', name, town, postcode, trustUid: trustUid ?? '' }
    return c.render(<OrganisationPage isNew={false} values={values} trusts={await trusts(c, values.trustUid)} />, {
      title: 'Change this organisation',
      back: { href: `${home}/${organisation.id}` },
    })
  })
  .post(`/:id{${uuid}}/edit`, (c) => organisationPage(c, c.req.param('id')))

/** Mounted at /organiser/schools. */
export const organiserSchoolPages = withPages(schoolRoutes, listed, addContactPage)
