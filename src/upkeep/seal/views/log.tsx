import { sayDay, sayInstant } from '#base/dates.ts'
import type { Checkpoint, Overview } from '#base/seal/seal.ts'
import { Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'

type Shown = { checkpoint: Checkpoint | undefined; overview: Overview; script: string }

export const SealPage = ({ checkpoint, overview, script }: Shown) => (
  <Page>
    <Title>Protected record</Title>
    <P>
      Every mark at a register, every correction, every sign-off, every import from GIAS, every report of coverage, the position of every
      numbered report and that it was made final, and every certificate and its end becomes an entry of a log within a minute. The log is
      only ever added to. Each day the council states how many entries it has and a hash of all of them: a checkpoint. Anybody who keeps a
      checkpoint can tell later whether the log before it was changed.
    </P>
    <Heading>What it does not show</Heading>
    <P>
      It does not show that an entry was true when it was made, and a checkpoint that only the council keeps shows nothing. An entry holds
      no names: only hashes are published. Those stay when a person’s details are erased, and can then be compared with nothing.
    </P>
    <Heading>The log now</Heading>
    <SummaryList
      rows={[
        ['Entries', sayNumber(overview.entries)],
        ['Not in it yet', sayNumber(overview.waiting)],
        ['First entry', overview.begun === null ? undefined : sayInstant(new Date(overview.begun))],
        ['Latest checkpoint', checkpoint && `${sayDay(checkpoint.day)}, of ${counted(checkpoint.size, 'entry', 'entries')}`],
        ['Signed with', checkpoint && (checkpoint.signer ? <code class="muster-break">{checkpoint.signer}</code> : 'No key is set')],
      ]}
    />
    {checkpoint === undefined ? (
      <P>There is no checkpoint yet. The first is made the day after the first entry.</P>
    ) : (
      <>
        <pre class="govuk-body muster-break">{checkpoint.note}</pre>
        {checkpoint.signer === '' ? <P>This checkpoint is not signed, so it does not prove by itself who stated it.</P> : null}
      </>
    )}
    <Heading>How to check it</Heading>
    <ol class="govuk-list govuk-list--number">
      <li>
        Keep the {checkpoint ? <Link href="/log/checkpoint">latest checkpoint</Link> : 'latest checkpoint, once there is one,'} as a file,
        and the key it is signed with. Do so again when you like.
      </li>
      <li>
        Download the{' '}
        <a class="govuk-link" href={script} download="verify-log.mjs">
          program that checks
        </a>
        . It needs Node.js 20 or later and nothing of ours.
      </li>
      <li>
        <code>node verify-log.mjs growth old.txt new.txt KEY</code> checks both signatures, and that the newer log is the older one with
        entries added.
      </li>
      <li>
        <code>node verify-log.mjs entry 1234 new.txt KEY</code> checks that entry 1234 is in the log of that checkpoint. Entries are
        numbered from 0.
      </li>
    </ol>
    <P>The formats are those of RFC 6962 and of C2SP (tlog-checkpoint and signed-note), so other programs can check the log too.</P>
  </Page>
)
