import { sayShortDay } from '#base/dates.ts'
import { Button, Choices, optionsOf, Select, TextField } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { Link, P, Pagination, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { kinds, outsideKinds, pageSize, type SchoolCard, type SchoolFilter, schoolLabel, sectors, statusOf } from '../school.ts'

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

/** An empty list, and where to go. */
const Nothing = ({ total, url, mayWrite }: { total: number; url: string; mayWrite: boolean }) => {
  const link = (href: string, text: string) => <Link href={href}>{text}</Link>
  if (total > 0) return <P>There is no such page of this list. {link('/organiser/schools', 'Show the list from its start')}.</P>
  if (new URL(url).search !== '')
    return <P>No school matches. Try fewer letters, the postcode or the URN, or {link('/organiser/schools', 'show all schools')}.</P>
  const register = mayWrite ? link('/organiser/register-imports/new', 'the national register') : 'the national register'
  return <P>No school is known yet. They come from {register}.</P>
}

const countSaid = (total: number): string => counted(total, 'school or organisation', 'schools and organisations')

type ListPageProps = {
  filter: SchoolFilter
  page: number
  total: number
  schools: readonly (SchoolCard & { lastAttended: string })[]
  trusts: readonly string[] | undefined
  wards: readonly string[] | undefined
  url: string
  mayWrite: boolean
}

export const ListPage = ({ filter, page, total, schools, trusts, wards, url, mayWrite }: ListPageProps) => (
  <>
    <Title>Schools</Title>
    <P>
      <Link href="/organiser/schools/people-in-roles">Which schools have said who holds which role</Link>
    </P>
    <P>
      <Link href="/organiser/schools/last-system">From your last system</Link>
    </P>
    <P>
      <Link href="/organiser/schools/early-years">Early years list: nurseries and childminders</Link>
    </P>
    {mayWrite ? (
      <ul class="govuk-list muster-actions">
        {[
          ['/organiser/schools/outside/new', 'Add an organisation outside the register'],
          ['/organiser/schools/contacts-import', 'Import contacts'],
          ['/organiser/schools/earlier-attendance', 'Earlier attendance'],
        ].map(([href, text]) => (
          <li>
            <Link href={href}>{text}</Link>
          </li>
        ))}
      </ul>
    ) : null}
    <search>
      <form method="get" action="/organiser/schools" class="muster-filter" data-live-search="results">
        <TextField
          name="q"
          label="Search for a school"
          hint="Name, town, postcode or URN, now or in the past"
          type="search"
          value={filter.q}
          autocomplete="off"
        />
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
        <Button>Search</Button>
      </form>
    </search>
    <p class="govuk-visually-hidden" role="status" data-live-count="" />
    <div id="results">
      <h2 class="govuk-heading-m" data-count="">
        {countSaid(total)}
      </h2>
      {schools.length === 0 ? (
        <Nothing total={total} url={url} mayWrite={mayWrite} />
      ) : (
        <Table
          caption={`${countSaid(total)}, by name`}
          captionClass="govuk-visually-hidden"
          columns={['School', 'Kind', 'Trust', 'Status', 'Last attended']}
          rows={schools.map((school) => [
            <Link href={`/organiser/schools/${school.id}`}>{schoolLabel(school)}</Link>,
            kindSaid(school),
            school.trustName ?? '',
            <Status school={school} />,
            school.lastAttended ? <span class="muster-nowrap">{sayShortDay(school.lastAttended)}</span> : 'No record yet',
          ])}
        />
      )}
      <Pagination url={url} page={page} pageSize={pageSize} total={total} />
      <p class="govuk-body muster-no-print">
        <Link href={exportLink(url)} download="">
          Download this list (CSV)
        </Link>
      </p>
    </div>
    <script type="module" src={files['js/school-search.js']} />
  </>
)

const exportLink = (url: string): string => {
  const target = new URL(url)
  target.searchParams.delete('page')
  return `/organiser/schools/schools.csv${target.search}`
}
