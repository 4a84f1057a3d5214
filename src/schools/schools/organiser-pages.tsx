import { Hono } from 'hono'
import { type Act, hasRole } from '#base/act.ts'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, text } from '#base/web/form.ts'
import { question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, gone } from '#base/web/press.tsx'
import { addContact } from './add-contact.ts'
import { enterOrganisation } from './enter-organisation.ts'
import { contactForm, filterForm, organisationForm } from './forms.ts'
import { linkProvider } from './link-provider.ts'
import { outsideOrganisation, similarSchools } from './outside-store.ts'
import { organisationOf } from './provider.ts'
import { selectProvider } from './provider-store.ts'
import { rolesOn } from './role-store.ts'
import { kinds, outsideKinds, schoolLabel, sectors, statusOf } from './school.ts'
import { schoolWordsIn, searchesSchool } from './school-choice.ts'
import { schoolCard, schoolRows, selectAreaChoices } from './store.ts'
import { readTrustChoices } from './trust-store.ts'
import { kindSaid, MoreOfSchools, NoSchool, Results, SchoolSearch, Status } from './views/list.tsx'
import { BeforeOrganisation, OrganisationFields } from './views/outside.tsx'

const home = '/organiser/schools'
const back = { href: home, text: 'Schools' }
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** What stands in the form of an organisation, and what has a similar name. */
const findOrganisation = async ({ db }: Act, { part, query, council, typed = {} }: Asked & { typed?: Body }) => {
  const id = part('id') || undefined
  const found = id === undefined ? undefined : await outsideOrganisation(db, id)
  if (id !== undefined && !found) return undefined
  const setting = query['setting'] || text(typed, 'setting')
  const name = text(typed, 'name').trim()
  const uid = text(typed, 'trustUid') || found?.trustUid
  const [provider, trusts, similar] = await Promise.all([
    setting ? readNow(db, selectProvider(db, setting)) : undefined,
    readTrustChoices(db, council.laCodes, uid ? [uid] : [], schoolWordsIn(typed)),
    name && name !== found?.name ? similarSchools(db, name, id) : [],
  ])
  return { id, found, setting, provider, trusts, similar }
}

const organisationPage = (at: string, title: string, heading: string, button: string) =>
  question({
    at,
    find: findOrganisation,
    title,
    heading,
    back: ({ id }) => (id ? { href: `${home}/${id}` } : back),
    wide: true,
    problems: ({ trusts }) => trusts.finding?.problems ?? {},
    above: ({ similar }) => <BeforeOrganisation similar={similar} />,
    fills: searchesSchool,
    form: ownForm(organisationForm),
    filled: ({ found, provider }) => {
      if (provider) return organisationOf(provider)
      if (!found) return {}
      const { outsideKind, name, town, postcode, trustUid } = found
      return { outsideKind: outsideKind ?? undefined, name, town, postcode, trustUid: trustUid ?? undefined }
    },
    hidden: ({ setting, provider, similar }) => ({
      ...(provider ? { setting } : {}),
      ...(similar.length > 0 ? { sure: 'yes' } : {}),
    }),
    shape: (_, { trusts }, typed) => <OrganisationFields {...typed} trusts={trusts} first={button} />,
    button: ({ similar }) => (similar.length > 0 ? 'None of them: save it' : button),
    act: async (act, { outsideKind, trustUid, sure, ...facts }, { subject: { id, trusts }, field }) => {
      if (!outsideKind) return refuse('no_such_organisation')
      const chosen = (trusts.all ?? trusts.chosen).find(({ id: uid }) => uid === trustUid)
      const trust = chosen && { uid: chosen.id, name: chosen.name }
      const done = await enterOrganisation(act, { ...facts, outsideKind, trust, id, sure: sure === 'yes' })
      if (!done.ok) return done
      if ('similar' in done.value) return { ok: false, refusal: '' }
      // With another name or postcode it is not the listed setting.
      const setting = id ? '' : field('setting')
      const isSetting = setting && (await linkProvider(act, { providerId: setting, schoolId: done.value.id })).ok
      return ok({ id: done.value.id, isSetting })
    },
    refused: { no_such_organisation: gone },
    done: ({ subject: { id } }, { isSetting }) =>
      id
        ? 'The organisation has been changed'
        : isSetting
          ? 'The organisation has been added, and is the setting on the early years list'
          : 'The organisation has been added',
    to: (_, done) => `${home}/${done?.id}`,
  })

const newOrganisation = organisationPage(
  '/outside/new',
  'Add an organisation',
  'Add an organisation outside the register',
  'Add organisation',
)
const changedOrganisation = organisationPage(`/:id{${uuid}}/edit`, 'Change this organisation', 'Change this organisation', 'Save')

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
  above: () => <P>Someone who signs in with an address that the council holds for a school can book for it without waiting.</P>,
  form: (_, { roles }) => contactForm(roles),
  button: 'Add contact',
  act: (act, contact, { subject }) => addContact(act, { ...contact, schoolId: subject.school.id }),
  refused: { held_already: { field: 'email', says: 'The council holds this address for the school in this role already' } },
  done: 'The contact has been added',
  to: ({ part }) => `${home}/${part('id')}`,
})

const listed = list({
  at: '/',
  ask: ({ queries }) => ({ filter: filterForm.parse(queries) }),
  beside: ({ db, council }) => selectAreaChoices(db, council.laCodes),
  also: ({ actor }) => ({ mayWrite: hasRole(actor, 'administrator', 'organiser') }),
  title: 'Schools',
  rows: ({ filter }) => schoolRows(filter),
  of: ['school or organisation', 'schools and organisations'],
  tableCaption: ({ total }) => `${sayTotal(total, 'school or organisation', 'schools and organisations')}, by name`,
  tableCaptionClass: 'govuk-visually-hidden',
  columns: [
    {
      name: 'School',
      cell: ({ id, urn, ...school }) => (
        <Link href={`/organiser/schools/${id}`}>
          {schoolLabel({ ...school, urn: null })} {urn ? <span class="muster-nowrap">(URN {urn})</span> : null}
        </Link>
      ),
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
  below: ({ mayWrite }) => <MoreOfSchools mayWrite={mayWrite} />,
  none: ({ url, mayWrite }) => <NoSchool url={url} mayWrite={mayWrite} />,
  file: { at: '/schools', name: 'schools', log: (_, schools) => ({ act: 'schools.exported', after: { schools } }) },
})

/** Mounted at /organiser/schools. */
export const organiserSchoolPages = withPages(new Hono<AppEnv>(), listed, newOrganisation, changedOrganisation, addContactPage)
