import { londonDay } from '#base/dates.ts'
import { list } from '#base/list/list.tsx'
import { Search, sayTotal } from '#base/list/views.tsx'
import { Heading, Link, P, Tag } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { listForm } from './forms.ts'
import { type ListedPayer, payerPath } from './payer-record.ts'
import { payerRows, trustRows } from './payer-store.ts'
import { namesOfSchools, whatSaid } from './views/payers.tsx'

const pathOf = ({ kind, id }: ListedPayer): string =>
  payerPath(kind === 'school' ? { kind, schoolId: id } : { kind: 'trust', trustUid: id })

export const payerList = (of: {
  at: string
  title: string
  about?: Parameters<typeof P>[0]['children']
  action: string
  back: { href: string; text: string }
  linkTo?: (listed: ListedPayer) => string
}) =>
  list({
    at: of.at,
    ask: ({ query }) => listForm.parse(query),
    title: of.title,
    back: of.back,
    rows: ({ council, q }) => payerRows(q, council.laCodes),
    of: ['payer'],
    tableCaption: () => 'Schools and trusts, by name',
    tableCaptionClass: 'govuk-visually-hidden',
    columns: [
      {
        name: 'Who',
        cell: (listed, { q }) => (
          <>
            <Link href={(of.linkTo ?? pathOf)(listed)}>{schoolLabel(listed)}</Link>{' '}
            {q !== '' && listed.known === 1 ? <Tag colour="blue">Known payer</Tag> : null}
          </>
        ),
      },
      { name: 'What it is today', cell: whatSaid },
      { name: 'Trust', cell: ({ trustName }) => trustName },
    ],
    above: ({ q, total }) => (
      <>
        {of.about ? <P>{of.about}</P> : null}
        <Search
          at={of.action}
          label="Search for a school or a trust"
          hint="Name, town, postcode or URN of a school, or the name of a trust"
          q={q}
        />
        <Heading>{q === '' ? `${sayTotal(total, 'payer')} known` : `${total > 1000 ? 'More than 1,000' : sayNumber(total)} found`}</Heading>
      </>
    ),
    none: ({ q }) =>
      q === '' ? (
        'Nobody has had to pay for anything yet. Search for a school or a trust to say how it pays.'
      ) : (
        <>
          No school or trust matches. Try fewer letters, the postcode or the URN, or{' '}
          <Link href={of.action}>show the payers that are known</Link>.
        </>
      ),
  })

export const payers = payerList({
  at: '/payers',
  title: 'Who pays, and how',
  about: (
    <>
      A school pays by what it legally is on the day of the event, unless you have said otherwise for that day. See also{' '}
      <Link href="/organiser/finance/routes">the routes by status</Link>,{' '}
      <Link href="/organiser/finance/trusts">the trusts that pay for their schools</Link> and{' '}
      <Link href="/organiser/finance/agreements">service agreements</Link>.
    </>
  ),
  action: '/organiser/finance/payers',
  back: { href: '/organiser/finance', text: 'Money' },
})

export const trusts = list({
  at: '/trusts',
  ask: ({ query }) => listForm.parse(query),
  title: 'Trusts that pay for their schools',
  back: { href: '/organiser/finance/payers', text: 'Who pays, and how' },
  rows: ({ council, now, q }) => trustRows(q, council.laCodes, londonDay(now)),
  of: ['trust'],
  tableCaption: ({ total }) => `${sayTotal(total, 'trust')} with open schools in the area`,
  columns: [
    { name: 'Trust', cell: ({ uid, name }) => <Link href={payerPath({ kind: 'trust', trustUid: uid })}>{name}</Link> },
    { name: 'Its schools', cell: ({ names }) => namesOfSchools(names) },
    { name: 'Who pays today', cell: ({ central }) => (central === 1 ? <Tag colour="green">The trust</Tag> : 'Each school') },
  ],
  above: ({ q, isAll }) => (
    <>
      <P>
        A trust that pays centrally is the payer of the academies that are in it on the day of an event. Open a trust to say from when it
        does.
      </P>
      {q === '' && isAll ? null : <Search at="/organiser/finance/trusts" label="Search for a trust" hint="A part of its name" q={q} />}
    </>
  ),
  none: ({ q }) =>
    q === '' ? (
      'No trust has an open school in the area, as far as the register that was brought in says.'
    ) : (
      <>
        No trust matches. <Link href="/organiser/finance/trusts">Show all trusts</Link>
      </>
    ),
})
