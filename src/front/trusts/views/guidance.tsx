import { type Day, sayDay } from '#base/dates.ts'
import { Caption, Details, Heading, Link, P, Table, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { openOf, type TrustDocument } from '#guidance/answers/asked.ts'
import { askingWords, isAnswered } from '#guidance/documents/document.ts'
import { sayOwn } from '#guidance/issuing/answer.ts'
import type { OwnTrust } from '#schools/schools/record.ts'
import { schoolLabel } from '#schools/schools/school.ts'

const Schools = ({ of }: { of: TrustDocument }) => (
  <Table
    caption={`Schools of “${of.title}”`}
    captionClass="govuk-visually-hidden"
    columns={['School', 'What it told us']}
    rows={of.schools.map((school) => [
      <Link href={`/school/${school.id}/guidance/${school.issueId}`}>{schoolLabel(school)}</Link>,
      sayOwn(of, school.state, 'it'),
    ])}
  />
)

/** Every current document with all schools of the trust. What is still to be done comes first. */
export const TrustGuidancePage = ({ trust, documents, today }: { trust: OwnTrust; documents: readonly TrustDocument[]; today: Day }) => (
  <>
    <Caption>{trust.name}</Caption>
    <Title>Guidance and policies</Title>
    {documents.length === 0 ? (
      <P>The council has issued nothing to the schools of the trust that still stands.</P>
    ) : (
      <P>What the council has issued to your schools, and what each told us. What is still to be done comes first.</P>
    )}
    {documents.map((one) => {
      const open = openOf(one)
      const done = one.schools.length - open
      return (
        <>
          <Heading>
            {one.title}, version {one.number}
          </Heading>
          <P>
            {one.asked === 'nothing'
              ? `Issued to ${counted(one.schools.length, 'school')}. Nothing is asked.`
              : `${askingWords[one.asked]}, by ${sayDay(one.dueOn)}. ${done} of ${counted(one.schools.length, 'school')} ${done === 1 ? 'has' : 'have'} done so.`}{' '}
            {open > 0 && one.dueOn < today ? <Tag colour="red">Overdue</Tag> : null}
          </P>
          {isAnswered(one.asked) ? (
            <P>
              <Link href={`/trusts/${trust.uid}/guidance/${one.versionId}`}>
                Answer once for schools that you name<VisuallyHidden>: {one.title}</VisuallyHidden>
              </Link>
            </P>
          ) : null}
          {open > 0 ? (
            <Schools of={one} />
          ) : (
            <Details summary={counted(one.schools.length, 'school')}>
              <Schools of={one} />
            </Details>
          )}
        </>
      )
    })}
  </>
)
