// A Bluesky PDS with a mock PLC directory, everything in a temporary folder. Says where it listens in one line
// of JSON, and ends when its standard input does, so that it never outlives the tests.
'use strict'
const { TestNetworkNoAppView } = require('@atproto/dev-env')

async function main() {
  const network = await TestNetworkNoAppView.create(JSON.parse(process.argv[2] || '{}'))
  const end = () => process.exit(0)
  process.stdin.on('end', end).on('error', end).resume()
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${network.pds.port}` })}\n`)
}

main().catch((error) => {
  process.stderr.write(`${error && error.stack}\n`)
  process.exit(1)
})
