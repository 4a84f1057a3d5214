import { mostClockAhead } from '#attendance/attendance/arrival.ts'
import { sayInstant } from '#base/dates.ts'
import { P, Table, Title } from '#base/web/page-parts.tsx'
import type { DoorEvent } from '../day.ts'
import type { DeviceRow } from '../door.ts'

const sayClock = (ahead: number): string =>
  Math.abs(ahead) < mostClockAhead ? 'Right' : `${Math.round(Math.abs(ahead) / 60)} minutes ${ahead > 0 ? 'fast' : 'slow'}`

export const DevicesPage = ({ event, devices }: { event: DoorEvent; devices: readonly DeviceRow[] }) => (
  <>
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Devices at the door</Title>
    <P>
      A phone or tablet stands here once somebody has opened the door on it. Take one off that is lost: nothing more is taken from it, and
      it forgets the names when it next reaches us. Until then it can show them for a day.
    </P>
    {devices.length === 0 ? (
      <P>None yet.</P>
    ) : (
      <Table
        caption="Devices"
        columns={['Used by', 'Since', 'Last heard of', 'Its clock', 'Action']}
        rows={devices.map((device, n) => [
          device.name ?? device.email,
          sayInstant(device.registeredAt),
          sayInstant(device.seenAt),
          sayClock(device.clockAhead),
          device.revokedAt ? (
            `Taken off ${sayInstant(device.revokedAt)}`
          ) : (
            <form method="post" action={`/organiser/events/${event.code}/door/devices/${device.id}/revoke`}>
              <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">
                Take off the door<span class="govuk-visually-hidden">, device {devices.length - n}</span>
              </button>
            </form>
          ),
        ])}
      />
    )}
  </>
)
