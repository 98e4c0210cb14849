// The ethereumjs client 0.9.0 as a peer on loopback. Arguments are the client's own; what it gets wrong is mended in memory before it starts.
'use strict';
const dgram = require('node:dgram');
const Module = require('node:module');
const net = require('node:net');
const readline = require('node:readline');

const loopback = '127.0.0.1';

// It listens on every interface, whatever it is told.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, loopback, ...rest.filter((one) => typeof one === 'function')) : listen.call(this, port, ...rest);
};
const bind = dgram.Socket.prototype.bind;
dgram.Socket.prototype.bind = function (port, ...rest) {
  return typeof port === 'number' ? bind.call(this, port, loopback, ...rest.filter((one) => typeof one === 'function')) : bind.call(this, port, ...rest);
};

// It takes the module's default export, which there is none of, as soon as an account is unlocked.
readline.default = readline;

// Blobs are not of this chain's rules, and their library wants to be compiled.
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'c-kzg' ? { loadTrustedSetup() {} } : load.call(this, request, ...rest);
};

// It learns of a peer's head from Status alone, so that it never asks again once it is more than a block behind.
const { FullEthereumService } = require('@ethereumjs/client/dist/src/service/fullethereumservice.js');
const handleEth = FullEthereumService.prototype.handleEth;
FullEthereumService.prototype.handleEth = async function (message, peer) {
  const status = peer.eth?.status;
  if (status && message.name === 'NewBlock') {
    const [block, totalDifficulty] = message.data;
    status.bestHash = block.hash();
    status.td = BigInt('0x' + Buffer.from(totalDifficulty).toString('hex'));
  } else if (status && message.name === 'NewBlockHashes' && message.data.length > 0) {
    const ours = this.chain.blocks.td;
    status.bestHash = message.data.at(-1)[0];
    status.td = (status.td > ours ? status.td : ours) + 1n; // at least: its blocks have a difficulty of 1 or 2
  }
  return handleEth.call(this, message, peer);
};

// It builds on a block that it has not executed yet, and dies of it.
const { Miner } = require('@ethereumjs/client/dist/src/miner/miner.js');
const assembleBlock = Miner.prototype.assembleBlock;
Miner.prototype.assembleBlock = async function () {
  const parent = this.service.chain.blocks.latest;
  if (await this.execution.vm.stateManager.hasStateRoot(parent.header.stateRoot)) return assembleBlock.call(this);
  this._nextAssemblyTimeoutId = setTimeout(this.assembleBlock.bind(this), 100);
};

require('@ethereumjs/client/dist/bin/cli.js');
