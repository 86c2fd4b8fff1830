// Makes adult.onnx of the MobileNetV2 that the npm package nsfwjs 4.4.0 carries (MIT): node convert.cjs PACKAGE_FOLDER adult.onnx
// Weights stay the package's own bytes, which a DequantizeLinear brings back to numbers. Needs nothing but node.
'use strict';
const fs = require('fs');
const [, , folder, target] = process.argv;
const at = folder + '/dist/models/mobilenet_v2/';
const own = name => { const loaded = require(require('path').resolve(at + name)); return loaded.default || loaded; };
const model = own('model.min.js');
const shard = own('group1-shard1of1.min.js');
const bytes = Buffer.from(typeof shard === 'string' ? shard : Object.values(shard)[0], 'base64');

// Protocol buffers, as far as ONNX needs them.
const varint = n => { const out = []; n = BigInt(n); if (n < 0n) n += 1n << 64n; do { let b = Number(n & 127n); n >>= 7n; out.push(n ? b | 128 : b); } while (n); return Buffer.from(out); };
const int = (field, n) => Buffer.concat([varint(field << 3), varint(n)]);
const block = (field, b) => { b = Buffer.isBuffer(b) ? b : Buffer.from(b); return Buffer.concat([varint(field << 3 | 2), varint(b.length), b]); };
const float = n => { const b = Buffer.alloc(4); b.writeFloatLE(n); return b; };
const FLOAT = 1, UINT8 = 2, INT64 = 7;
const tensor = (name, type, dims, raw) => Buffer.concat([...dims.map(d => int(1, d)), int(2, type), block(8, name), block(9, raw)]);
const attribute = (name, value) => {
  if (typeof value === 'string') return Buffer.concat([block(1, name), block(4, value), int(20, 3)]);
  if (Array.isArray(value)) return Buffer.concat([block(1, name), ...value.map(v => int(8, v)), int(20, 7)]);
  if (Number.isInteger(value)) return Buffer.concat([block(1, name), int(3, value), int(20, 2)]);
  return Buffer.concat([block(1, name), Buffer.concat([varint(2 << 3 | 5), float(value)]), int(20, 1)]);
};
const nodes = [], initializers = [];
const node = (type, inputs, output, attributes = {}) => nodes.push(Buffer.concat([
  ...inputs.map(i => block(1, i)), block(2, output), block(3, output), block(4, type),
  ...Object.entries(attributes).map(([k, v]) => block(5, attribute(k, v)))]));
const constant = (name, type, dims, raw) => { initializers.push(tensor(name, type, dims, raw)); return name; };

// Weights by name, in the order of the file.
const weights = {};
let offset = 0;
for (const w of model.weightsManifest.flatMap(m => m.weights)) {
  const size = w.shape.reduce((a, b) => a * b, 1);
  if (w.quantization.dtype !== 'uint8') throw new Error(w.name + ' is not in bytes');
  weights[w.name] = { ...w, raw: bytes.subarray(offset, offset + size) };
  offset += size;
}
if (offset !== bytes.length) throw new Error('weights of ' + offset + ' bytes in a file of ' + bytes.length);
// The smallest value is added behind the scale: the bytes' zero need not be a whole number.
const turned = (w, order) => {
  if (!order) return [w.shape, w.raw];
  const dims = order.map(i => w.shape[i]);
  const steps = w.shape.map((_, i) => w.shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const out = Buffer.alloc(w.raw.length);
  const index = dims.map(() => 0);
  for (let n = 0; n < out.length; n++) {
    out[n] = w.raw[index.reduce((sum, v, i) => sum + v * steps[order[i]], 0)];
    for (let i = dims.length - 1; i >= 0 && ++index[i] === dims[i]; i--) index[i] = 0;
  }
  return [dims, out];
};
const weight = (name, order) => {
  const w = weights[name];
  const [dims, raw] = turned(w, order);
  const { scale, min } = w.quantization;
  constant(name + ':bytes', UINT8, dims, raw);
  constant(name + ':scale', FLOAT, [], float(scale));
  constant(name + ':min', FLOAT, [], float(min));
  node('DequantizeLinear', [name + ':bytes', name + ':scale'], name + ':scaled');
  node('Add', [name + ':scaled', name + ':min'], name);
  return name;
};
const int64s = list => { const b = Buffer.alloc(8 * list.length); list.forEach((v, i) => b.writeBigInt64LE(BigInt(v), 8 * i)); return b; };

const activation = (kind, from, to) => {
  if (kind === 'linear') node('Identity', [from], to);
  else if (kind === 'relu') node('Relu', [from], to);
  else if (kind === 'softmax') node('Softmax', [from], to, { axis: 1 });
  else throw new Error('an activation that is not known: ' + kind);
};
const pads = (config, size) => config.padding === 'same' ? { auto_pad: 'SAME_UPPER' } : {};
for (const layer of model.modelTopology.model_config.config.layers) {
  const { name, class_name: kind, config } = layer;
  const from = layer.inbound_nodes.length ? layer.inbound_nodes[0].map(i => i[0]) : [];
  if (kind === 'InputLayer') node('Transpose', ['picture'], name, { perm: [0, 3, 1, 2] });
  else if (kind === 'ZeroPadding2D') {
    const [[top, bottom], [left, right]] = config.padding;
    node('Pad', [...from, constant(name + ':pads', INT64, [8], int64s([0, 0, top, left, 0, 0, bottom, right]))], name);
  } else if (kind === 'Conv2D' || kind === 'DepthwiseConv2D') {
    const deep = kind === 'DepthwiseConv2D';
    const kernel = name + (deep ? '/depthwise_kernel' : '/kernel');
    // Height, width, in, out; of depthwise ones in stands for out.
    const inputs = [...from, weight(kernel, deep ? [2, 3, 0, 1] : [3, 2, 0, 1])];
    if (config.use_bias) inputs.push(weight(name + '/bias'));
    node('Conv', inputs, name + ':sum', { strides: config.strides, kernel_shape: config.kernel_size, group: deep ? weights[kernel].shape[2] : 1, ...pads(config) });
    activation(config.activation, name + ':sum', name);
  } else if (kind === 'BatchNormalization')
    node('BatchNormalization', [...from, ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map(p => weight(name + '/' + p))], name, { epsilon: config.epsilon });
  else if (kind === 'ReLU') {
    if (config.max_value !== 6) throw new Error('a ReLU up to ' + config.max_value);
    node('Clip', [...from, constant(name + ':least', FLOAT, [], float(0)), constant(name + ':most', FLOAT, [], float(6))], name);
  } else if (kind === 'Add') node('Add', from, name);
  else if (kind === 'AveragePooling2D') node('AveragePool', from, name, { kernel_shape: config.pool_size, strides: config.strides });
  else if (kind === 'Flatten') {
    // Rows, columns, channels: the order in which the next layer's weights lie.
    node('Transpose', from, name + ':turned', { perm: [0, 2, 3, 1] });
    node('Flatten', [name + ':turned'], name, { axis: 1 });
  } else if (kind === 'Dropout') node('Identity', from, name);
  else if (kind === 'Dense') {
    node('Gemm', [...from, weight(name + '/kernel'), weight(name + '/bias')], name + ':sum');
    activation(config.activation, name + ':sum', name);
  } else throw new Error('a layer that is not known: ' + kind);
}
const layers = model.modelTopology.model_config.config;
const last = layers.output_layers[0][0];
node('Identity', [last], 'classes');
const shape = dims => block(2, Buffer.concat(dims.map(d => block(1, int(1, d)))));
const value = (name, dims) => Buffer.concat([block(1, name), block(2, block(1, Buffer.concat([int(1, FLOAT), shape(dims)])))]);
const graph = Buffer.concat([
  ...nodes.map(n => block(1, n)), block(2, 'adult'), ...initializers.map(i => block(5, i)),
  block(11, value('picture', [1, 224, 224, 3])), block(12, value('classes', [1, 5]))]);
const whole = Buffer.concat([int(1, 8), block(2, 'gatehouse convert.cjs'), block(7, graph), block(8, Buffer.concat([block(1, ''), int(2, 13)]))]);
fs.writeFileSync(target, whole);
console.log(whole.length + ' bytes, ' + nodes.length + ' nodes');
