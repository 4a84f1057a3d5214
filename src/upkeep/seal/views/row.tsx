import { sayInstant } from '#base/dates.ts'
import type { SealedEntry } from '#base/seal/entry.ts'
import type { SealKind } from '#base/seal/seal.ts'
import { Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'

const kindNames: Record<SealKind, string> = {
  mark: 'A mark, or the correction of one',
  sign_off: 'The sign-off of a register',
  import: 'An import of the national register',
  report: 'Kept figures',
  position: 'The position of a report',
  final: 'A report made final, with its files',
  certificate: 'A certificate',
  certificate_end: 'The end of a certificate',
}

type Shown = { entry: SealedEntry; kind: SealKind; data: string | null; isUnchanged: boolean | undefined }

const sayState = (isUnchanged: boolean | undefined): string =>
  isUnchanged === undefined
    ? 'Cannot be checked: the person it is about was erased'
    : isUnchanged
      ? 'As it was written'
      : 'Not as it was written: tell the person who looks after this service'

export const SealedRowPage = ({ entry, kind, data, isUnchanged }: Shown) => (
  <Page>
    <Title>Entry {sayNumber(entry.number)}</Title>
    <SummaryList
      rows={[
        ['What', kindNames[kind]],
        ['Written', sayInstant(new Date(entry.at))],
        ['The row today', sayState(isUnchanged)],
        ['Hash', <code class="muster-break">{entry.leafHash}</code>],
        ['Salt', entry.salt === null ? 'Went with the person it is about' : <code class="muster-break">{entry.salt}</code>],
      ]}
    />
    {data === null ? (
      <P>The row is not in the database any more.</P>
    ) : (
      <>
        <Heading>The row</Heading>
        <pre class="govuk-body muster-break">{data}</pre>
      </>
    )}
    {data === null || entry.salt === null ? null : (
      <>
        <Heading>To show it to somebody</Heading>
        <P>
          Save the row as <code>row.json</code> and <Link href="/log/checkpoint">the checkpoint</Link> as <code>checkpoint.txt</code>, and
          run the program that <Link href="/log">the protected record</Link> offers. It computes the hash from the row and the salt, and
          checks that the entry is in the log.
        </P>
        <pre class="govuk-body muster-break">
          node verify-log.mjs entry {String(entry.number)} checkpoint.txt KEY --row row.json --salt {entry.salt}
        </pre>
        <P>Anyone with the row and the salt can recognise the entry. Give them only to somebody who may see the register.</P>
      </>
    )}
  </Page>
)
