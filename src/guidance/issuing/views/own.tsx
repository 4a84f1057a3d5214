import type { Child } from 'hono/jsx'
import { type Day, londonDay, sayDay, sayInstant } from '#base/dates.ts'
import { Details, Heading, Inset, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { Paragraphs } from '#events/finding/views/event-page.tsx'
import { askingWords, documentKindWords, isAnswered, sayAfterNational, sayDecision, type Version } from '../../documents/document.ts'
import { Difference, SecondNote, sayDueBy, VersionText } from '../../documents/views/version.tsx'
import { type OwnState, sayOwn } from '../answer.ts'
import { type OwnIssue, type Receipt, reasonWords, receiptWords, sayReceipt } from '../issuing.ts'

type ReadingProps = { issue: OwnIssue; version: Version; before: Version | undefined; state: OwnState | undefined; today: Day }

const ToAnswer = ({ issue, state, href }: Pick<ReadingProps, 'issue' | 'state'> & { href: string }) =>
  isAnswered(issue.asked) && issue.current ? (
    <P>
      <Link href={href}>{state?.answer ? 'Change what your school told us' : 'Say what your school decided'}</Link>
    </P>
  ) : null

type WhereProps = {
  files: string
  /** The form of whoever has not opened it yet. */
  open?: Child
}

const Reading = ({ issue, version, before, state, today, files, open }: ReadingProps & WhereProps) => (
  <>
    {issue.withdrawnAt ? (
      <Inset>
        The council withdrew it on {sayDay(issue.withdrawnAt)}: {issue.withdrawnWhy}
      </Inset>
    ) : issue.current ? null : (
      <Inset>A later version has been issued. Nothing is asked of this one any more.</Inset>
    )}
    <SecondNote version={version} today={today} />
    <SummaryList
      rows={[
        ['What it is', documentKindWords[issue.kind]],
        ['Asked of you', !issue.current ? undefined : state?.answer ? 'No new answer: what you told us stands' : askingWords[issue.asked]],
        ['What you told us', state?.answer ? sayOwn(issue, state, 'you') : undefined],
        ['By when', !issue.current || issue.asked === 'nothing' || state?.answer ? undefined : sayDueBy(version, issue.asked)],
        [
          'Issued to your school',
          `${sayDay(issue.issuedAt)}${issue.why === 'issued' ? sayAfterNational(version.availableOn, londonDay(issue.issuedAt)) : ` (${reasonWords[issue.why].toLowerCase()}${issue.from ? `: ${issue.from}` : ''})`}`,
        ],
        ['Decision', sayDecision(version)],
        [
          'Equality impact assessment',
          version.equalityLink === '' ? undefined : (
            <Link href={version.equalityLink} rel="noreferrer">
              Read it
            </Link>
          ),
        ],
      ]}
    />
    {version.whatChanged === '' ? null : (
      <>
        <Heading>What has changed</Heading>
        <Paragraphs text={version.whatChanged} />
      </>
    )}
    {version.whatToDo === '' ? null : (
      <>
        <Heading>What you must do</Heading>
        <Paragraphs text={version.whatToDo} />
      </>
    )}
    <div id="document">
      <Heading>The document</Heading>
    </div>
    {open ?? <VersionText text={version.text} files={version.files} at={files} />}
    {!open && before && before.text !== '' && version.text !== '' ? (
      <Details summary={`What differs from version ${before.number}`}>
        <Difference before={before.text} after={version.text} />
      </Details>
    ) : null}
  </>
)

type OwnProps = ReadingProps & {
  receipts: readonly Receipt[]
  /** Other versions of the document that the school had. */
  history: readonly OwnIssue[]
  base: string
  open: Child | undefined
  /** undefined: they have said already that they have it. */
  acknowledge: Child | undefined
}

export const OwnIssueSummary = ({ receipts, history, base, open, acknowledge, ...reading }: OwnProps) => (
  <>
    <Reading {...reading} files={`${base}/${reading.issue.id}/files`} open={open} />
    {acknowledge ?? <P>You have said that you have it.</P>}
    <ToAnswer {...reading} href={`${base}/${reading.issue.id}/answer`} />
    <Heading>Emails and confirmations</Heading>
    {receipts.length === 0 ? (
      <P>Nobody yet, by our record.</P>
    ) : (
      <Table
        caption="Emails and confirmations"
        captionClass="govuk-visually-hidden"
        columns={['Who', 'Role', 'What', 'When']}
        rows={receipts.map(({ who, role, level, at, ...receipt }) => [
          who,
          role,
          `${sayReceipt(receiptWords, receipt)}${level === 'stated' ? ', as typed' : ''}`,
          sayInstant(at),
        ])}
      />
    )}
    {history.length > 0 ? (
      <>
        <Heading>Other versions</Heading>
        <ul class="govuk-list">
          {history.map((one) => (
            <li>
              <Link href={`${base}/${one.id}`}>Version {one.number}</Link>, issued on {sayDay(one.issuedAt)}
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </>
)

type LinkedProps = ReadingProps & {
  own: string
  at: string
  form: Child
}

/** By the link of a mail, without signing in. */
export const LinkedIssue = ({ own, at, form, ...reading }: LinkedProps) => (
  <>
    <Reading {...reading} files={`${at}/files`} />
    <Heading>Say that you have it</Heading>
    <P>
      It is kept as typed behind a link. If you can book for the school or are its head, <Link href={`/sign-in?next=${own}`}>sign in</Link>{' '}
      to say it under your own account.
    </P>
    {form}
    <ToAnswer {...reading} href={`${at}/answer`} />
  </>
)

export const ThanksPage = ({ title, at }: { title: string; at: string }) => (
  <Page>
    <Title>Thank you</Title>
    <P>It is kept that you have “{title}”, with the name and role that you typed and today’s date.</P>
    <P>
      <Link href={at}>Read it again</Link>
    </P>
  </Page>
)

export const NoGuidanceLinkPage = () => (
  <Page>
    <Title>This link does not work</Title>
    <P>It may have been cut off in a mail. People who can book for your school find the guidance on its page.</P>
  </Page>
)
