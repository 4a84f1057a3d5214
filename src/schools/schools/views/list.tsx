import type { PropsWithChildren } from 'hono/jsx'
import { sayTotal } from '#base/list/views.tsx'
import { Button, Choices, optionsOf, Select, TextField } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { LinkGroups } from '#base/web/page-head.tsx'
import { Link, Tag } from '#base/web/page-parts.tsx'
import { kinds, outsideKinds, type SchoolCard, type SchoolFilter, sectors, statusOf } from '../school.ts'

const anyOf = (text: string, options: { value: string; text: string }[]) => [{ value: '', text }, ...options]

type NamedProps = {
  name: string
  label: string
  value: string | undefined
  any: string
  names: readonly string[] | undefined
}

/** Few are a select; for many, part of the name is typed. */
const Named = ({ any, names, ...field }: NamedProps) =>
  names ? (
    <Select
      {...field}
      options={anyOf(
        any,
        names.map((text) => ({ value: text, text })),
      )}
    />
  ) : (
    <TextField {...field} hint="A part of its name" autocomplete="off" />
  )

export const Status = ({ school }: { school: Pick<SchoolCard, 'origin' | 'statusCode'> }) => (
  <Tag
    colour={school.origin === 'outside' ? 'purple' : school.statusCode === '2' ? 'grey' : school.statusCode === '1' ? 'green' : 'yellow'}
  >
    {statusOf(school)}
  </Tag>
)

/** Kind of school or organisation. */
export const kindSaid = (school: Pick<SchoolCard, 'origin' | 'outsideKind' | 'kind' | 'sector'>): string =>
  school.origin === 'outside'
    ? outsideKinds[school.outsideKind ?? 'partner_agency']
    : `${kinds[school.kind]}, ${sectors[school.sector].toLowerCase()}`

/** Where to go from an empty list. */
export const NoSchool = ({ url, mayWrite }: { url: string; mayWrite: boolean }) => {
  const link = (href: string, text: string) => <Link href={href}>{text}</Link>
  if (new URL(url).search !== '')
    return <>No school matches. Try fewer letters, the postcode or the URN, or {link('/organiser/schools', 'show all schools')}.</>
  const register = mayWrite ? link('/organiser/register-imports/new', 'the national register') : 'the national register'
  return <>No school is known yet. They come from {register}.</>
}

type SchoolSearchProps = {
  filter: SchoolFilter
  trusts: readonly string[] | undefined
  wards: readonly string[] | undefined
}

/** What is rarely needed: other lists, and what a council does once. */
export const MoreOfSchools = ({ mayWrite }: { mayWrite: boolean }) => (
  <LinkGroups
    groups={[
      {
        title: 'Also kept here',
        links: [
          { href: '/organiser/schools/early-years', text: 'Early years list: nurseries and childminders' },
          { href: '/organiser/schools/last-system', text: 'From your last system' },
        ],
      },
      {
        title: 'Add',
        links: mayWrite
          ? [
              { href: '/organiser/schools/outside/new', text: 'Add an organisation outside the register' },
              { href: '/organiser/schools/contacts-import', text: 'Import contacts' },
              { href: '/organiser/schools/earlier-attendance', text: 'Earlier attendance' },
            ]
          : [],
      },
    ]}
  />
)

export const SchoolSearch = ({ filter, trusts, wards }: SchoolSearchProps) => (
  <search>
    <form method="get" action="/organiser/schools" class="muster-filter muster-filter--beside" data-live-search="results">
      <TextField
        name="q"
        label="Search for a school"
        hint="Name, town, postcode or URN, now or in the past"
        type="search"
        value={filter.q}
        autocomplete="off"
      />
      <Button>Search</Button>
      <details
        class="govuk-details"
        open={Boolean(filter.sector || filter.kind || filter.trust || filter.ward || filter.state || filter.outside || filter.noRecord)}
      >
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Filter the list</span>
        </summary>
        <div class="govuk-details__text">
          <Select name="sector" label="Sector" value={filter.sector} options={anyOf('Any sector', optionsOf(sectors))} />
          <Select name="kind" label="Kind" value={filter.kind} options={anyOf('Any kind', optionsOf(kinds))} />
          <Named name="trust" label="Trust" value={filter.trust} any="Any trust or none" names={trusts} />
          <Named name="ward" label="Ward" value={filter.ward} any="Any ward" names={wards} />
          <Select
            name="state"
            label="Open or closed"
            value={filter.state}
            options={[
              { value: '', text: 'Open and closed' },
              { value: 'open', text: 'Open' },
              { value: 'closed', text: 'Closed' },
            ]}
          />
          <Choices
            name="only"
            label="Show only"
            type="checkboxes"
            small
            values={[...(filter.outside ? ['outside'] : []), ...(filter.noRecord ? ['no_record'] : [])]}
            options={[
              { value: 'outside', text: 'Organisations outside the register' },
              { value: 'no_record', text: 'With no record of anyone attending yet' },
            ]}
          />
        </div>
      </details>
    </form>
  </search>
)

/** What is found, as it is typed. */
export const Results = ({ total, children }: PropsWithChildren<{ total: number }>) => (
  <>
    <p class="govuk-visually-hidden" role="status" data-live-count="" />
    <div id="results">
      <h2 class="govuk-heading-m" data-count="">
        {sayTotal(total, 'school or organisation', 'schools and organisations')}
      </h2>
      {children}
    </div>
    <script type="module" src={files['js/school-search.js']} />
  </>
)
