import { expect, it } from 'vitest'
import { checkNewPasskey, checkPasskey } from '#people/factors/webauthn.ts'

const site = 'https://muster.example'
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
const utf8 = (text: string) => Uint8Array.from(new TextEncoder().encode(text))
const joined = (...parts: (Uint8Array | number[])[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

type Cbor = number | string | Uint8Array | Cbor[] | Map<string | number, Cbor>
const head = (kind: number, size: number) =>
  size < 24 ? [kind * 32 + size] : size < 256 ? [kind * 32 + 24, size] : [kind * 32 + 25, size >> 8, size & 255]
const cbor = (value: Cbor): Uint8Array<ArrayBuffer> => {
  if (typeof value === 'number') return joined(value < 0 ? head(1, -1 - value) : head(0, value))
  if (typeof value === 'string') return joined(head(3, value.length), utf8(value))
  if (value instanceof Uint8Array) return joined(head(2, value.length), value)
  if (Array.isArray(value)) return joined(head(4, value.length), ...value.map(cbor))
  return joined(head(5, value.size), ...[...value].flatMap(([key, held]) => [cbor(key), cbor(held)]))
}

/** A number of a signature as DER writes it. */
const integer = (bytes: Uint8Array) => {
  const first = bytes.findIndex((byte) => byte > 0)
  const short = (bytes[first] ?? 0) > 127 ? joined([0], bytes.slice(first)) : bytes.slice(first)
  return joined([2, short.length], short)
}

/** An authenticator with one key of P-256. */
const authenticator = async () => {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const point = new Uint8Array((await crypto.subtle.exportKey('raw', publicKey)) as ArrayBuffer)
  const key = new Map<number, Cbor>([
    ...[[1, 2] as const, [3, -7] as const, [-1, 1] as const],
    [-2, point.slice(1, 33)],
    [-3, point.slice(33)],
  ])
  const id = utf8('a key of sixteen')
  const host = await sha256(utf8('muster.example'))
  const answer = async (type: string, data: Uint8Array<ArrayBuffer>) => {
    const client = utf8(JSON.stringify({ type, challenge: 'asked', origin: site }))
    const signed = new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, joined(data, await sha256(client))),
    )
    const numbers = joined(integer(signed.slice(0, 32)), integer(signed.slice(32)))
    return { client: base64url(client), signature: joined([0x30, numbers.length], numbers) }
  }
  const json = (response: object) =>
    JSON.stringify({ id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {}, response })
  return {
    made: async (fmt: string, statementOf: (signature: Uint8Array) => Map<string, Cbor>) => {
      const data = joined(host, [0x45, 0, 0, 0, 0], new Uint8Array(16), [0, id.length], id, cbor(key))
      const { client, signature } = await answer('webauthn.create', data)
      const attestation = new Map<string, Cbor>([
        ['fmt', fmt],
        ['attStmt', statementOf(signature)],
        ['authData', data],
      ])
      return json({ clientDataJSON: client, attestationObject: base64url(cbor(attestation)), transports: ['usb'] })
    },
    used: async () => {
      const data = joined(host, [0x05, 0, 0, 0, 1])
      const { client, signature } = await answer('webauthn.get', data)
      return json({ clientDataJSON: client, authenticatorData: base64url(data), signature: base64url(signature) })
    },
  }
}

it('a new passkey counts without a certificate of its maker or signed by itself, and lets in by what it signs', async () => {
  for (const [fmt, statement] of [
    ['none', () => new Map()],
    [
      'packed',
      (sig: Uint8Array) =>
        new Map<string, Cbor>([
          ['alg', -7],
          ['sig', sig],
        ]),
    ],
  ] as const) {
    const held = await authenticator()
    const passkey = await checkNewPasskey(await held.made(fmt, statement), 'asked', site)
    expect(passkey).toMatchObject({ credentialId: base64url(utf8('a key of sixteen')), counter: 0, transports: ['usb'] })
    if (!passkey) throw new Error('none')
    expect(await checkPasskey(await held.used(), 'asked', site, passkey)).toBe(1)
    expect(await checkPasskey(await (await authenticator()).used(), 'asked', site, passkey)).toBeUndefined()
  }
})

it('control: a new passkey that another key signed is refused, and so is each that comes with a certificate, which nobody asked for', async () => {
  const held = await authenticator()
  const certificate = Uint8Array.from({ length: 300 }, (_, at) => at & 255)
  const wrong = await held.made(
    'packed',
    (sig) =>
      new Map<string, Cbor>([
        ['alg', -7],
        ['sig', sig.with(10, (sig[10] ?? 0) ^ 1)],
      ]),
  )
  expect(await checkNewPasskey(wrong, 'asked', site)).toBeUndefined()
  for (const fmt of ['packed', 'fido-u2f', 'android-key', 'android-safetynet', 'tpm', 'apple']) {
    const made = await held.made(
      fmt,
      (sig) =>
        new Map<string, Cbor>([
          ['alg', -7],
          ['sig', sig],
          ['x5c', [certificate]],
          ['ver', '2.0'],
        ]),
    )
    expect(await checkNewPasskey(made, 'asked', site)).toBeUndefined()
  }
})
