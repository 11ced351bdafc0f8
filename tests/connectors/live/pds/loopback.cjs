// Loaded before the server: it listens on this machine alone, and reaches no other.
'use strict'
const net = require('node:net')
const dns = require('node:dns')

const HERE = '127.0.0.1'
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object') {
    return listen.call(this, { ...first, host: HERE }, ...rest)
  }
  return listen.call(this, first, HERE, ...rest.filter((each) => typeof each === 'function'))
}

const lookup = dns.lookup
dns.lookup = function (name, ...rest) {
  if (name === 'localhost' || name === HERE) return lookup.call(this, HERE, ...rest)
  const done = rest[rest.length - 1]
  const error = Object.assign(new Error('no network in tests'), { code: 'ENOTFOUND' })
  return process.nextTick(() => done(error))
}
